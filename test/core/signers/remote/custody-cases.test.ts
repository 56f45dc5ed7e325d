import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Address, parseAddress } from '../../../../core/domain/address.ts';
import { type Hex, readHex } from '../../../../core/domain/hex.ts';
import { normaliseTransaction } from '../../../../core/domain/transaction/normalise.ts';
import { signable } from '../../../../core/domain/transaction/signable.ts';
import { checkRemoteOptions } from '../../../../core/signers/remote/check-remote-options.ts';
import { integerJson } from '../../../../core/signers/remote/integer-json.ts';
import { readytraderIntent, readytraderRequest } from '../../../../core/signers/remote/readytrader-request.ts';
import { createRemoteSigner } from '../../../../core/signers/remote/remote-signer.ts';
import { verifySignature } from '../../../../core/signers/verify.ts';
import { sharedFolder } from '../../../shared-folder.ts';
import { approved, endsWithTest, from, never, remoteOptions } from '../../../signer/remote-kit.ts';
import { serveRecording } from '../../../tls/recording-server.ts';

interface Case {
  readonly id: string;
  readonly area: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly when: Readonly<Record<string, unknown>>;
  readonly then: Readonly<Record<string, unknown>>;
}

const shared = sharedFolder();
const cases: readonly Case[] =
  shared === null ? [] : JSON.parse(readFileSync(resolve(shared, 'cases', 'custody-cases.json'), 'utf8'));
const found = (id: string): Case => {
  const one = cases.find((each) => each.id === id);
  if (one === undefined) throw new Error(`${id} is not there`);
  return one;
};
const name = { requestId: 'request', expiresAtSec: 1n };

/** A case's transaction as ours; cases may leave out the chain. */
function transactionOf(fields: unknown, chainId: bigint, by: Address = from) {
  const normal = normaliseTransaction({ chainId, ...(fields as object) }, { chainId, from: by });
  if (!normal.ok) throw new Error(JSON.stringify(normal.error));
  return normal.value;
}

if (shared !== null) {
  describe('the cases for a remote signer', () => {
    it('are these', () => {
      const ids = cases.filter(({ area }) => area === 'remote_signer').map(({ id }) => id);
      expect(ids.sort()).toEqual(['RS-01', 'RS-04', 'RS-07', 'RS-09', 'RS-11', 'RS-13']);
    });

    it.each(['RS-01', 'RS-11'])('%s: a setting that is wrong is told before anything is connected to', (id) => {
      const { given, then } = found(id);
      const config = given.config as Readonly<Record<string, string | undefined>>;
      const requireTls =
        config.REMOTE_SIGNER_REQUIRE_TLS === undefined ? undefined : config.REMOTE_SIGNER_REQUIRE_TLS === 'true';
      const options = remoteOptions(config.SIGNER_REMOTE_URL ?? null, { requireTls });
      const [problem] = checkRemoteOptions(options, Date.now());
      expect(problem?.code.replaceAll('-', '_')).toBe(then.code);
      expect(createRemoteSigner(options).state()).toMatchObject({ isReady: false, code: problem?.code });
    });

    it('RS-04: the intent goes over the wire as it stands there, and the answer is read', async () => {
      const { given, then, when } = found('RS-04');
      const expected = then.request_body as { readonly intent: object; readonly chain_id: number };
      const transaction = transactionOf(when.tx, BigInt(when.chain_id as number));
      const { status, json } =
        (given.server as Record<string, { status: number; json: unknown }>)['POST /sign_transaction'] ?? {};
      const server = await endsWithTest(
        serveRecording((response) => response.writeHead(status ?? 0).end(JSON.stringify(json))),
      );
      const signer = createRemoteSigner(remoteOptions(server.url, { protocol: 'readytrader' }));
      expect(await signer.sign(approved(transaction), () => {}, never())).toMatchObject({
        ok: true,
        value: { raw: then.raw },
      });
      const sent = JSON.parse(server.received[0]?.body ?? '');
      expect(sent.intent).toEqual(expected.intent);
      expect(sent.chain_id).toBe(expected.chain_id);
      expect(Object.keys(sent.tx)).toEqual(
        expect.arrayContaining(Object.keys((expected as unknown as { tx: object }).tx)),
      );
    });

    it('RS-07: what cannot be read is refused here instead of being sent as null', () => {
      const { given } = found('RS-07');
      const normal = normaliseTransaction(given.tx, { chainId: 1n, from });
      expect(normal).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
      const paths =
        !normal.ok && normal.error.code === 'invalid-input' ? normal.error.issues.map(({ path }) => path) : [];
      expect(paths).toEqual(expect.arrayContaining(['to', 'gas', 'nonce']));
      const readable = found('RS-07').then.intent as Record<string, unknown>;
      const intent = readytraderIntent(transactionOf(found('RS-13').given.tx, 1n));
      expect(Object.keys(intent)).toEqual(Object.keys(readable));
    });

    it('RS-09: another transaction than was asked for is no signature', () => {
      const { given } = found('RS-09');
      const by = parseAddress(String(given.pinned_address)) as Address;
      const transaction = transactionOf(given.requested_tx, BigInt(given.chain_id as number), by);
      const { rawTransactionHex } = given.response as { readonly rawTransactionHex: string };
      const raw = readHex(rawTransactionHex) as Hex;
      expect(
        verifySignature('remote', signable(transaction, by), { form: 'raw', raw, clearSigned: null }),
      ).toMatchObject({
        ok: false,
        error: { code: 'signature-mismatch' },
      });
    });

    it('RS-13: a value above 2^53 is text in tx and a bare integer in the intent', () => {
      const { given, then } = found('RS-13');
      const transaction = transactionOf(given.tx, 1n);
      const body = readytraderRequest(signable(transaction, from), name);
      const value = /"tx":\{[^}]*"value":("[^"]*")/.exec(body)?.[1];
      expect(then.value_on_wire).toContain(value);
      expect(body).toContain(`"value_wei":${transaction.valueWei}`);
      expect(integerJson({ a: [2n ** 53n + 1n, null, true, '"'] })).toBe('{"a":[9007199254740993,null,true,"\\""]}');
    });
  });
}
