import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { countedSigner } from './counted-signer.ts';
import { guardedCore } from './guarded-core.ts';
import { sharedChain } from './shared-chain.ts';

const { anvil } = sharedChain();

async function world() {
  const signer = await countedSigner();
  return { signer, ...(await guardedCore(anvil(), signer.settings)) };
}

/** Answers what is sent by hand where `by` says that it did, and everything else as the chain does. */
function sendingTo(by: (response: ServerResponse, raw: string, id: number) => boolean) {
  return (response: ServerResponse, body: string): void => {
    const { id, method, params } = JSON.parse(body) as { id: number; method: string; params: readonly string[] };
    if (method === 'eth_sendRawTransaction' && by(response, params[0] ?? '', id)) return;
    void anvil()
      .rpc(method, params)
      .then((result) => response.end(JSON.stringify({ jsonrpc: '2.0', id, result })));
  };
}

describe('a node that fails', () => {
  it('before anything is signed: the code says so, nothing is signed, and the nonce is free', async () => {
    const core = await world();
    const shown = await core.preview(core.draft);
    core.node.answer((response) => void response.destroy());
    expect(await core.submit(shown)).toMatchObject({ ok: false, error: { code: 'chain-unreachable' } });
    expect(await core.console.ask('transactions.preview', core.draft)).toMatchObject({
      ok: false,
      error: { code: 'chain-unreachable' },
    });
    expect(core.signer.asked()).toBe(0);
    core.node.answer(null);
    const again = await core.preview(core.draft);
    expect(again.nonce).toBe(shown.nonce);
    await core.expectUntouched();
  });

  it('serves another chain since it was shown: nothing is signed', async () => {
    const core = await world();
    const shown = await core.preview(core.draft);
    core.node.lie(({ method }) => (method === 'eth_chainId' ? '0x1' : undefined));
    expect(await core.submit(shown)).toMatchObject({ ok: false, error: { code: 'chain-answer-malformed' } });
    expect(core.signer.asked()).toBe(0);
    core.node.lie(null);
    await core.expectUntouched();
  });

  it('is no development node: what was signed on paper is not sent to it', async () => {
    const core = await world();
    core.node.lie(({ method }) => (method === 'web3_clientVersion' ? 'Geth/v1.16.0/linux-amd64/go1.24' : undefined));
    const shown = await core.preview(core.draft);
    expect(await core.submit(shown)).toMatchObject({ ok: false, error: { code: 'egress-denied' } });
    await core.expectUntouched();
    expect((await core.console.get('transactions.list', { open: true, limit: 1 }))[0]?.status).toBe('signed');
  });

  it('breaks off while it is sent to: it may have it, so it is followed, and sent again only as the same bytes', async () => {
    const core = await world();
    const shown = await core.preview(core.draft);
    const raws: string[] = [];
    core.node.answer(
      sendingTo((response, raw) => {
        raws.push(raw);
        response.destroy();
        return true;
      }),
    );
    expect(await core.submit(shown)).toMatchObject({ ok: false, error: { code: 'chain-unreachable' } });
    const [sent] = await core.console.get('transactions.list', { open: true, limit: 1 });
    const transactionId = sent?.transactionId ?? '';
    expect(sent).toMatchObject({ status: 'sent', nonce: shown.nonce });
    core.node.answer(
      sendingTo((_response, raw) => {
        raws.push(raw);
        return false;
      }),
    );
    await core.reaches(transactionId, 'confirmed');
    expect(raws.length).toBeGreaterThanOrEqual(2);
    expect(new Set(raws).size).toBe(1);
    expect(core.signer.asked()).toBe(1);
  });

  it('rejects it: the code says why, and its nonce is held by what was signed', async () => {
    const core = await world();
    const shown = await core.preview(core.draft);
    const error = { code: -32000, message: 'transaction underpriced' };
    core.node.answer(
      sendingTo((response, _raw, id) => {
        response.end(JSON.stringify({ jsonrpc: '2.0', id, error }));
        return true;
      }),
    );
    expect(await core.submit(shown)).toMatchObject({ ok: false, error: { code: 'chain-rejected' } });
    core.node.answer(null);
    const [kept] = await core.console.get('transactions.list', { open: true, limit: 1 });
    expect(kept).toMatchObject({ status: 'signed', nonce: shown.nonce });
    const rows = await core.console.get('audit.query', { eventType: 'broadcast', limit: 5 });
    expect(rows.map(({ status }) => status)).toEqual(['failed', 'requested']);
    const transactionId = kept?.transactionId ?? '';
    const speedUp = await core.console.get('transactions.previewReplace', { transactionId, as: 'speed-up' });
    const sent = await core.submit(speedUp);
    if (!sent.ok) throw new Error(JSON.stringify(sent.error));
    await core.reaches(sent.value.transactionId, 'confirmed');
  });
});
