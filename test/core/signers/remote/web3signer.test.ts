import { Transaction } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hex } from '../../../../core/domain/hex.ts';
import type { UnsignedTransaction } from '../../../../core/domain/transaction/unsigned-transaction.ts';
import type { RemoteOptions } from '../../../../core/signers/remote/remote-options.ts';
import { createRemoteSigner } from '../../../../core/signers/remote/remote-signer.ts';
import { isTextSignedBy, verifySignature } from '../../../../core/signers/verify.ts';
import { type Anvil, startAnvil } from '../../../chain/anvil.ts';
import {
  approved,
  endsWithTest,
  from,
  never,
  other,
  otherPrivateKey,
  privateKey,
  remoteOptions,
  transaction,
  transactions,
} from '../../../signer/remote-kit.ts';
import { startWeb3signer, type Web3signerSetup } from '../../../signer/web3signer.ts';
import { serveRecording } from '../../../tls/recording-server.ts';

async function service(
  protocol: RemoteOptions['protocol'],
  setup: Partial<Web3signerSetup> = {},
  changes: Partial<RemoteOptions> = {},
) {
  const privateKeys = [otherPrivateKey, privateKey];
  const server = await endsWithTest(startWeb3signer({ privateKeys, chainId: 31337n, ...setup }));
  return { ...server, signer: createRemoteSigner(remoteOptions(server.url, { protocol, ...changes })) };
}

const saying = async (protocol: RemoteOptions['protocol'], body: string, status = 200) => {
  const server = await endsWithTest(serveRecording((response) => response.writeHead(status).end(body)));
  return createRemoteSigner(remoteOptions(server.url, { protocol }));
};

const mismatch = { ok: false, error: { code: 'signature-mismatch', signer: 'remote' } };
const refused = (signerCode: string) => ({
  ok: false,
  error: { code: 'signer-refused', signer: 'remote', signerCode },
});
const failed = (signerCode: string) => ({ ok: false, error: { code: 'signer-failed', signer: 'remote', signerCode } });
const unavailable = (state: string) => ({ ok: false, error: { code: 'signer-unavailable', signer: 'remote', state } });

/** Posts as our client never would, and gives back what it must not believe. */
async function rawFor(url: string, fields: Readonly<Record<string, unknown>>): Promise<Hex> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_signTransaction', params: [fields] });
  const answer = (await (await fetch(url, { method: 'POST', body })).json()) as { result: Hex };
  return answer.result;
}

const asFields = {
  from,
  to: other,
  nonce: '0x3',
  gas: '0xea60',
  value: '0x112210f47de98115',
  data: '0xd0e30db0',
  maxFeePerGas: '0x77359401',
  maxPriorityFeePerGas: '0x1',
};
const verified = (raw: Hex, given: UnsignedTransaction = transaction) =>
  verifySignature('remote', approved(given), { form: 'raw', raw, clearSigned: null });

describe('Web3Signer over REST', () => {
  it.each(Object.entries(transactions))(
    'signs the bytes it is given: %s',
    async (_name, given: UnsignedTransaction) => {
      const { received, signer } = await service('web3signer-rest');
      const claimed = await signer.sign(approved(given), () => {}, never());
      expect(claimed).toMatchObject({ ok: true, value: { form: 'numbers' } });
      if (claimed.ok) expect(verifySignature('remote', approved(given), claimed.value)).toMatchObject({ ok: true });
      expect(JSON.parse(received[1]?.body ?? '')).toEqual({ data: approved(given).unsigned });
    },
  );

  it('signs for its own chain as little as it changes anything: chain and access list are in the bytes', async () => {
    const { signer } = await service('web3signer-rest', { chainId: 1n });
    const claimed = await signer.sign(approved(transactions.feesAndAccessList), () => {}, never());
    if (!claimed.ok) throw new Error('it signs');
    expect(verifySignature('remote', approved(transactions.feesAndAccessList), claimed.value)).toMatchObject({
      ok: true,
    });
  });

  it('uses the key of the pinned address among several', async () => {
    const { signer } = await service('web3signer-rest');
    expect(await signer.address({ show: false }, never())).toEqual({ ok: true, value: from });
    const { signer: unpinned } = await service('web3signer-rest', {}, { pinned: () => null });
    expect(await unpinned.address({ show: false }, never())).toMatchObject(unavailable('several-accounts'));
    const only = await service('web3signer-rest', { privateKeys: [otherPrivateKey] });
    expect(await only.signer.address({ show: false }, never())).toEqual({ ok: true, value: other });
    expect(await only.signer.sign(approved(), () => {}, never())).toMatchObject(unavailable('account-missing'));
    expect(only.received.map(({ method }) => method)).toEqual(['GET', 'GET']);
    const none = await service('web3signer-rest', { privateKeys: [] });
    expect(await none.signer.address({ show: false }, never())).toMatchObject(unavailable('no-accounts'));
  });

  it('signs a text as a text', async () => {
    const { signer } = await service('web3signer-rest');
    const text = 'Portcullis signer test: ü\n0123';
    const claimed = await signer.signText(text, () => {}, never());
    expect(claimed.ok && isTextSignedBy(text, claimed.value, from)).toBe(true);
  });

  it('refuses a host that it does not list (trap g), and nothing was signed', async () => {
    const { signer } = await service('web3signer-rest', { hosts: ['localhost'] });
    const why = 'it answered 403: Host not authorized.';
    expect(await signer.sign(approved(), () => {}, never())).toMatchObject({
      error: { ...refused('http-403').error, why },
    });
    expect(await signer.address({ show: false }, never())).toMatchObject(refused('http-403'));
    expect(signer.state()).toMatchObject({ code: 'http-403', isReady: false });
  });

  it('leaves it open whether it signed when the answer is no signature', async () => {
    const { url } = await service('web3signer-rest');
    const keys = await (await fetch(`${url}/api/v1/eth1/publicKeys`)).text();
    const digits = 'ab'.repeat(65);
    for (const body of ['', `0x${digits.slice(2)}`, `0x${digits}00`, digits, `"0x${digits}"`, '<html></html>', '0x']) {
      const server = await endsWithTest(
        serveRecording((response, { method }) => response.end(method === 'GET' ? keys : body)),
      );
      const signer = createRemoteSigner(remoteOptions(server.url, { protocol: 'web3signer-rest' }));
      expect(await signer.sign(approved(), () => {}, never())).toMatchObject(failed('bad-answer'));
    }
  });

  it('was handed nothing when its keys cannot be read', async () => {
    for (const body of [
      '{}',
      '["0x12"]',
      `["0x${'00'.repeat(64)}"]`,
      `["0x${'ff'.repeat(64)}"]`,
      '[1]',
      '<html></html>',
    ]) {
      const signer = await saying('web3signer-rest', body);
      expect(await signer.sign(approved(), () => {}, never())).toMatchObject(unavailable('bad-answer'));
    }
  });
});

describe('Web3Signer over JSON-RPC', () => {
  it.each(['legacy', 'fees', 'creation', 'plain'] as const)('signs what was approved: %s', async (name) => {
    const { forwarded, received, signer } = await service('web3signer-rpc');
    const given = approved(transactions[name]);
    const claimed = await signer.sign(given, () => {}, never());
    expect(claimed.ok && verifySignature('remote', given, claimed.value)).toMatchObject({ ok: true });
    const { method, params } = JSON.parse(received[0]?.body ?? '');
    expect(method).toBe('eth_signTransaction');
    expect(params[0]).not.toHaveProperty('input');
    expect(Object.values(params[0]).every((value) => typeof value === 'string' && value.startsWith('0x'))).toBe(true);
    expect(forwarded).toEqual([]);
  });

  it('is asked for nothing it cannot carry: no access list, no type 1', async () => {
    const { received, signer } = await service('web3signer-rpc');
    expect(signer.capabilities()).toMatchObject({ types: [0, 2], accessLists: false });
    for (const name of ['accessList', 'feesAndAccessList'] as const) {
      expect(await signer.sign(approved(transactions[name]), () => {}, never())).toMatchObject(refused('access-list'));
    }
    expect(received).toEqual([]);
  });

  it('is caught when it signs for another chain than it is asked (trap a)', async () => {
    const { signer } = await service('web3signer-rpc', { chainId: 1n });
    const claimed = await signer.sign(approved(), () => {}, never());
    if (!claimed.ok || claimed.value.form !== 'raw') throw new Error('it signs');
    expect(Transaction.from(claimed.value.raw).chainId).toBe(1n);
    expect(verifySignature('remote', approved(), claimed.value)).toMatchObject(mismatch);
  });

  it('would be caught when it leaves out an access list (trap b)', async () => {
    const { url } = await service('web3signer-rpc');
    const { accessList } = transactions.feesAndAccessList;
    const raw = await rawFor(url, { ...asFields, accessList });
    expect(verified(raw)).toMatchObject({ ok: true });
    expect(verified(raw, transactions.feesAndAccessList)).toMatchObject(mismatch);
  });

  it('would be caught when it fills in what is missing: gas, value, price, recipient (trap c)', async () => {
    const { url } = await service('web3signer-rpc');
    const without = (key: keyof typeof asFields) => rawFor(url, { ...asFields, [key]: undefined });
    expect(Transaction.from(await without('gas')).gasLimit).toBe(90_000n);
    expect(Transaction.from(await without('to')).to).toBeNull();
    for (const key of ['gas', 'value', 'to', 'data'] as const)
      expect(verified(await without(key))).toMatchObject(mismatch);
    const { maxFeePerGas: _most, maxPriorityFeePerGas: _tip, ...free } = asFields;
    expect(verified(await rawFor(url, free), transactions.legacy)).toMatchObject(mismatch);
  });

  it('would be caught when it makes a legacy transaction of one with half its fees (trap d)', async () => {
    const { url } = await service('web3signer-rpc');
    const raw = await rawFor(url, { ...asFields, maxPriorityFeePerGas: undefined });
    expect(Transaction.from(raw).type).toBe(0);
    expect(verified(raw)).toMatchObject(mismatch);
  });

  it('would be caught when it takes data where input is meant (trap e)', async () => {
    const { url } = await service('web3signer-rpc');
    expect(verified(await rawFor(url, { ...asFields, data: '0x', input: '0xd0e30db0' }))).toMatchObject(mismatch);
  });

  it('says no with 200, 400 and no content type (trap f), and nothing was signed', async () => {
    const { signer } = await service('web3signer-rpc', { privateKeys: [otherPrivateKey] });
    expect(await signer.sign(approved(), () => {}, never())).toMatchObject({
      error: { ...refused('rpc-32000').error, why: 'it answered -32000: No unlocked account matches the Sender' },
    });
    const invalid = await saying(
      'web3signer-rpc',
      '{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Invalid params"}}',
      400,
    );
    expect(await invalid.sign(approved(), () => {}, never())).toMatchObject(refused('rpc-32602'));
  });

  it('leaves it open whether it signed when it fails inside (trap f: 500), or says something unknown', async () => {
    const answers = [
      ['{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error"}}', 500, 'rpc-32603'],
      ['{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Invalid params"}}', 500, 'rpc-32602'],
      [
        '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"Connection to downstream node timed out"}}',
        200,
        'rpc-32000',
      ],
      ['{"jsonrpc":"2.0","id":2,"result":"0x02"}', 200, 'bad-answer'],
      ['{"jsonrpc":"2.0","id":1,"result":null}', 200, 'bad-answer'],
      ['{"jsonrpc":"2.0","id":1,"result":{"raw":"0x02"}}', 200, 'bad-answer'],
      ['{"jsonrpc":"2.0","id":1,"result":"0x02","error":null}', 200, 'bad-answer'],
      ['{"jsonrpc":"2.0","id":1,"result":"0x02","result":"0x03"}', 200, 'bad-answer'],
      ['{"jsonrpc":"2.0","id":1}', 200, 'bad-answer'],
      ['[]', 200, 'bad-answer'],
      ['<html></html>', 200, 'bad-answer'],
      ['{"jsonrpc":"2.0","id":1,"result":"0x02"}', 500, 'http-500'],
    ] as const;
    for (const [body, status, code] of answers) {
      const signer = await saying('web3signer-rpc', body, status);
      expect(await signer.sign(approved(), () => {}, never()), body).toMatchObject(failed(code));
    }
  });

  it('refuses a host that it does not list (trap g)', async () => {
    const { signer } = await service('web3signer-rpc', { hosts: ['localhost'] });
    expect(await signer.sign(approved(), () => {}, never())).toMatchObject(refused('http-403'));
  });

  it('names its accounts and signs a text, and is asked nothing that it would hand on', async () => {
    const { forwarded, signer } = await service('web3signer-rpc');
    expect(await signer.address({ show: false }, never())).toEqual({ ok: true, value: from });
    const claimed = await signer.signText('a text of ours', () => {}, never());
    expect(claimed.ok && isTextSignedBy('a text of ours', claimed.value, from)).toBe(true);
    const { signer: unpinned } = await service('web3signer-rpc', {}, { pinned: () => null });
    expect(await unpinned.signText('a text of ours', () => {}, never())).toMatchObject(unavailable('not-pinned'));
    expect(forwarded).toEqual([]);
  });
});

describe('anvil, which speaks the same JSON-RPC by another hand', () => {
  let anvil: Anvil;
  beforeAll(async () => {
    anvil = await startAnvil({}, { endsWithTest: false });
  }, 40_000);
  afterAll(() => anvil.stop());

  const signer = () => createRemoteSigner(remoteOptions(anvil.url, { protocol: 'web3signer-rpc' }));

  it.each(['legacy', 'fees', 'creation', 'plain'] as const)('signs what was approved: %s', async (name) => {
    const given = approved(transactions[name]);
    const claimed = await signer().sign(given, () => {}, never());
    expect(claimed.ok && verifySignature('remote', given, claimed.value)).toMatchObject({ ok: true });
  });

  it('names its accounts and signs a text', async () => {
    expect(await signer().address({ show: false }, never())).toEqual({ ok: true, value: from });
    const claimed = await signer().signText('a text of ours', () => {}, never());
    expect(claimed.ok && isTextSignedBy('a text of ours', claimed.value, from)).toBe(true);
  });

  it('does not sign for an address that it does not hold', async () => {
    const stranger = '0x1111111111111111111111111111111111111111' as typeof from;
    expect(await signer().sign(approved(transaction, stranger), () => {}, never())).toMatchObject({ ok: false });
  });
});
