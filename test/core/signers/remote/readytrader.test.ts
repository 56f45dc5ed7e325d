import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { UnsignedTransaction } from '../../../../core/domain/transaction/unsigned-transaction.ts';
import { readytraderRequest } from '../../../../core/signers/remote/readytrader-request.ts';
import type { RemoteOptions } from '../../../../core/signers/remote/remote-options.ts';
import { createRemoteSigner } from '../../../../core/signers/remote/remote-signer.ts';
import { verifySignature } from '../../../../core/signers/verify.ts';
import { manualClock } from '../../../manual-clock.ts';
import { type ReadytraderSetup, startReadytraderService } from '../../../signer/readytrader-service.ts';
import {
  approved,
  endsWithTest,
  from,
  never,
  other,
  privateKey,
  remoteOptions,
  transaction,
  transactions,
} from '../../../signer/remote-kit.ts';
import { serveRecording } from '../../../tls/recording-server.ts';

async function service(setup: Partial<ReadytraderSetup> = {}, changes: Partial<RemoteOptions> = {}) {
  const server = await endsWithTest(startReadytraderService({ privateKey, ...setup }));
  return { ...server, signer: createRemoteSigner(remoteOptions(server.url, { protocol: 'readytrader', ...changes })) };
}

/** A signer before a service that gives one answer to everything. */
async function answering(answer: (response: ServerResponse) => void, changes: Partial<RemoteOptions> = {}) {
  const server = await endsWithTest(serveRecording(answer));
  return { ...server, signer: createRemoteSigner(remoteOptions(server.url, { protocol: 'readytrader', ...changes })) };
}

const saying = (body: string, status = 200) =>
  answering((response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body));
const failed = (signerCode: string) => ({ ok: false, error: { code: 'signer-failed', signer: 'remote', signerCode } });
const name = { requestId: 'request', expiresAtSec: 1_800_000_000n };

describe("ReadyTrader-Crypto's service", () => {
  it.each(Object.entries(transactions))('signs what was approved: %s', async (_name, given: UnsignedTransaction) => {
    const { signer } = await service();
    const claimed = await signer.sign(approved(given), () => {}, never());
    expect(claimed).toMatchObject({ ok: true, value: { form: 'raw', clearSigned: null } });
    if (claimed.ok) expect(verifySignature('remote', approved(given), claimed.value)).toMatchObject({ ok: true });
  });

  it('is told the intent in exactly eight keys, its integers bare and whole (2^53 and above), quantities of tx as text', async () => {
    const { received, signer } = await service();
    const given = { ...transactions.legacy, valueWei: 1_234_567_890_123_456_789_012n, gasPriceWei: 2n ** 200n };
    expect(await signer.sign(approved(given), () => {}, never())).toMatchObject({ ok: true });
    const body = received[0]?.body ?? '';
    expect(body).toContain(
      `"intent":{"intent_type":"evm_transaction","chain_id":31337,"to":"${other}","value_wei":1234567890123456789012,` +
        `"data_hex":"0xd0e30db0","gas":60000,"gas_price_wei":${2n ** 200n},"nonce":3}`,
    );
    expect(body).toContain('"value":"0x42ed123b0bd8203a14"');
    const { intent, intent_v2: full, tx, ...rest } = JSON.parse(body);
    expect(rest).toEqual({ chain_id: 31337 });
    expect(Object.keys(intent)).toHaveLength(8);
    expect(Object.values(tx).every((value) => typeof value === 'string')).toBe(true);
    expect(full).toMatchObject({ type: 0, from, max_fee_per_gas_wei: null, access_list_hash: null });
  });

  it('is told beside it what eight keys cannot say', () => {
    const { intent_v2: full, intent } = JSON.parse(readytraderRequest(approved(transactions.feesAndAccessList), name));
    expect(intent).toMatchObject({ gas_price_wei: null });
    expect(full).toEqual({
      type: 2,
      from,
      max_fee_per_gas_wei: '2000000001',
      max_priority_fee_per_gas_wei: '1',
      access_list_hash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      unsigned_tx_hash: approved(transactions.feesAndAccessList).digest,
      request_id: 'request',
      expires_at: 1_800_000_000,
    });
    const { intent_v2: without } = JSON.parse(readytraderRequest(approved(transaction), name));
    // Keccak-256 of the empty list in RLP (0xc0), as in the yellow paper's empty list of uncles.
    expect(without.access_list_hash).toBe('0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347');
  });

  it('is told of a new contract without a recipient', () => {
    const { intent, tx } = JSON.parse(readytraderRequest(approved(transactions.creation), name));
    expect(intent.to).toBeNull();
    expect(tx).not.toHaveProperty('to');
  });

  it('answers with its address, and may answer under its other name', async () => {
    const { signer } = await service({ alias: true });
    expect(await signer.address({ show: false }, never())).toEqual({ ok: true, value: from });
    expect(await signer.sign(approved(), () => {}, never())).toMatchObject({ ok: true });
  });

  it('wants its token', async () => {
    const token = 't'.repeat(32);
    const { signer } = await service({ token }, { token });
    expect(await signer.sign(approved(), () => {}, never())).toMatchObject({ ok: true });
    const { signer: without } = await service({ token });
    expect(await without.sign(approved(), () => {}, never())).toMatchObject({
      ok: false,
      error: { code: 'signer-refused', signerCode: 'http-401', why: 'it answered 401: Invalid authentication token' },
    });
  });

  it('refuses by its own policy, which says nothing of the service itself', async () => {
    const { signer } = await service({ maxValueWei: 1n });
    await signer.address({ show: false }, never());
    expect(await signer.sign(approved(), () => {}, never())).toEqual({
      ok: false,
      error: {
        code: 'signer-refused',
        retry: 'never',
        signer: 'remote',
        signerCode: 'http-403',
        why: 'it answered 403: Policy violation: value exceeds the maximum',
      },
    });
    expect(signer.state()).toMatchObject({ code: 'ready', isReady: true });
  });

  it('leaves it open whether it signed when it answers 500, even for an intent that differs', async () => {
    const { received, url } = await service();
    const { signer } = await saying('{"detail":"400: Intent mismatch: payload does not match declared intent."}', 500);
    expect(await signer.sign(approved(), () => {}, never())).toMatchObject({
      error: { ...failed('http-500').error, why: expect.stringContaining('Intent mismatch') },
    });
    // The service that stands here does so by itself when an integer comes as text.
    const body = readytraderRequest(approved(), name).replace('"nonce":3}', '"nonce":"3"}');
    const answer = await fetch(`${url}/sign_transaction`, { method: 'POST', body });
    expect([answer.status, await answer.text()]).toEqual([500, expect.stringContaining('Intent mismatch')]);
    expect(received).toHaveLength(1);
  });

  it('is caught when it signs another transaction', async () => {
    const { signer } = await service({ tamper: (asked) => ({ ...asked, value: 1n }) });
    const claimed = await signer.sign(approved(), () => {}, never());
    expect(claimed).toMatchObject({ ok: true });
    if (!claimed.ok) return;
    expect(verifySignature('remote', approved(), claimed.value)).toMatchObject({
      ok: false,
      error: { code: 'signature-mismatch', signer: 'remote' },
    });
  });

  it('is asked for no text', async () => {
    const { received, signer } = await service();
    expect(signer.capabilities()).toMatchObject({ signsTexts: false, types: [0, 1, 2] });
    expect(await signer.signText('text', () => {}, never())).toMatchObject({
      ok: false,
      error: { code: 'signer-refused', signerCode: 'not-offered' },
    });
    expect(received).toEqual([]);
  });
});

describe('an answer that is not of the expected shape', () => {
  it.each([
    ['a page', '<html><body>Welcome</body></html>'],
    ['nothing', ''],
    ['a text', '"0x02"'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['another name', '{"raw":"0x02"}'],
    ['a number', '{"rawTransactionHex":2}'],
    ['nothing in it', '{"rawTransactionHex":""}'],
    ['no bytes in it', '{"rawTransactionHex":"0x"}'],
    ['half a byte', '{"rawTransactionHex":"0x021"}'],
    ['no digits', '{"rawTransactionHex":"0xzz"}'],
    ['a member too many', '{"rawTransactionHex":"0x02","more":1}'],
    ['a member twice', '{"rawTransactionHex":"0x02","rawTransactionHex":"0x03"}'],
    ['both names', '{"rawTransactionHex":"0x02","raw_transaction_hex":"0x02"}'],
    ['an escaped name', '{"rawTransactionHe\\u0078":"0x02"}'],
    ['more behind it', '{"rawTransactionHex":"0x02"} {}'],
  ])('leaves it open whether it signed: %s', async (_name, body) => {
    const { received, signer } = await saying(body);
    expect(await signer.sign(approved(), () => {}, never())).toMatchObject(failed('bad-answer'));
    expect(received).toHaveLength(1);
  });

  it('leaves it open for every other status, and follows no redirect', async () => {
    for (const status of [201, 204, 301, 307, 408, 409, 501]) {
      const { received, signer } = await answering((response) =>
        response.writeHead(status, { location: '/elsewhere' }).end(),
      );
      expect(await signer.sign(approved(), () => {}, never())).toMatchObject(failed(`http-${status}`));
      expect(received).toHaveLength(1);
    }
  });

  it('leaves it open when it is too long, breaks off or does not come', async () => {
    const long = await saying(`{"rawTransactionHex":"0x${'00'.repeat(600_000)}"}`);
    expect(await long.signer.sign(approved(), () => {}, never())).toMatchObject(failed('too-large'));
    const broken = await answering((response) => response.destroy());
    expect(await broken.signer.sign(approved(), () => {}, never())).toMatchObject(failed('reset'));
    const clock = manualClock();
    const slow = await answering((response) => response.write('{"rawTransactionHex":"0x02"'), { clock });
    const pending = slow.signer.sign(approved(), () => {}, never());
    await expect.poll(() => slow.received.length).toBe(1);
    clock.wind(10_000);
    expect(await pending).toMatchObject(failed('timeout'));
    expect([long, broken, slow].map(({ received }) => received.length)).toEqual([1, 1, 1]);
  });

  it('is in the way and no more when only the address was asked for', async () => {
    for (const body of ['{}', '{"address":"0x12"}', `{"address":"${from.toLowerCase()}","more":1}`, `["${from}"]`]) {
      const { signer } = await saying(body);
      expect(await signer.address({ show: false }, never())).toMatchObject({
        ok: false,
        error: { code: 'signer-unavailable', state: 'bad-answer' },
      });
      expect(signer.state()).toMatchObject({ code: 'bad-answer', isReady: false });
    }
  });

  it('has its words escaped and cut, and whatever could be a key or a signature taken out', async () => {
    const detail = `no\u202e\n${'a1'.repeat(40)} https://signer.example/x?k=1 ${'word '.repeat(200)}`;
    const { signer } = await saying(JSON.stringify({ detail }), 403);
    const answer = await signer.sign(approved(), () => {}, never());
    const why = !answer.ok && answer.error.code === 'signer-refused' ? answer.error.why : '';
    expect(why).toMatch(/^it answered 403: no\\u\{202e\}\\u\{a\}\(cut\) \(link\) word /);
    expect(why.length).toBeLessThan(350);
    const validation = await saying('{"detail":[{"loc":["body","tx"],"msg":"Field required"},{"msg":"another"}]}', 422);
    expect(await validation.signer.sign(approved(), () => {}, never())).toMatchObject({
      error: { code: 'signer-refused', why: 'it answered 422: Field required; another' },
    });
  });
});
