import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { endsWithTest, from } from '../../signer/remote-kit.ts';
import { serveRecording } from '../../tls/recording-server.ts';
import { countedSigner } from './counted-signer.ts';
import { guardedCore } from './guarded-core.ts';
import { chainId, drive } from './on-chain-core.ts';
import type { DyingCore } from './programs/dying-core.ts';
import { remoteSettings } from './remote-settings.ts';
import { sharedChain } from './shared-chain.ts';

const { anvil } = sharedChain();
afterEach(() => anvil().rpc('evm_setAutomine', [true]));
const program = fileURLToPath(new URL('programs/dying-core.ts', import.meta.url));
const sourceLoader = new URL('../canary/source-loader.mjs', import.meta.url).href;

/** A signer that is asked and never answers, and a promise that it was asked. */
async function silentSigner() {
  let heard: () => void = () => undefined;
  const wasAsked = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const service = await endsWithTest(
    serveRecording((response, { method, path }) => {
      if (method === 'POST') return heard();
      response.writeHead(path === '/address' ? 200 : 404).end(JSON.stringify({ address: from }));
    }),
  );
  return { settings: remoteSettings(service.url, { PORTCULLIS_SIGNER_ADDRESS: from }), wasAsked };
}

describe('a console that ended while the signer had a transaction', () => {
  it('killed: it is in doubt, with a recovered row, its nonce is held, and a replacement settles it', async () => {
    const { settings, wasAsked } = await silentSigner();
    const core = await guardedCore(anvil(), settings);
    const { draft, expectUntouched, node } = core;
    const { folder } = core.console;
    await core.console.core.close();
    const root = dirname(folder);
    const environment = {
      ...settings,
      [`PORTCULLIS_RPC_${chainId}`]: node.url,
      PORTCULLIS_HEAD_DIR: join(root, 'heads'),
      PORTCULLIS_API_PORT: '0',
    };
    const started: DyingCore = { dataFolder: folder, environment, draft };
    writeFileSync(join(root, 'dying.json'), JSON.stringify(started));
    const child = fork(program, [join(root, 'dying.json')], { env: {}, execArgv: ['--import', sourceLoader] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await wasAsked;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;

    const signer = await countedSigner();
    const again = await core.console.restart({ environment: { ...environment, ...signer.settings } });
    const world = drive(again, anvil());
    const [doubted] = await again.get('transactions.list', { open: true, limit: 5 });
    expect(doubted).toMatchObject({ status: 'in-doubt', hash: null, reason: expect.stringContaining('ended') });
    const [recovered] = await again.get('audit.query', { status: 'recovered', eventType: 'sign', limit: 5 });
    expect(recovered).toMatchObject({ subject: doubted?.transactionId });
    expect(await again.ask('transactions.preview', draft)).toMatchObject({
      ok: false,
      error: { code: 'conflict', what: expect.stringContaining('replace that transaction first') },
    });
    await expectUntouched();
    const transactionId = doubted?.transactionId ?? '';
    const cancel = await again.get('transactions.previewReplace', { transactionId, as: 'cancel' });
    const sent = await world.submit(cancel);
    if (!sent.ok) throw new Error(JSON.stringify(sent.error));
    await world.reaches(sent.value.transactionId, 'confirmed');
    expect(await again.get('audit.verify', {})).toMatchObject({ firstBadId: null, problem: null });
    await again.core.close();
  });

  it('closed: it is told to stop, and is in doubt, with its outcome written before the end', async () => {
    const { settings, wasAsked } = await silentSigner();
    const core = await guardedCore(anvil(), settings);
    const submitting = core.submit(await core.preview(core.draft));
    await wasAsked;
    const again = await core.console.restart();
    expect(await submitting).toMatchObject({ ok: false, error: { code: 'signer-failed' } });
    const [doubted] = await again.get('transactions.list', { open: true, limit: 5 });
    expect(doubted).toMatchObject({ status: 'in-doubt', hash: null });
    const rows = await again.get('audit.query', { eventType: 'sign', limit: 5 });
    expect(rows.map(({ status }) => status)).toEqual(['unknown', 'requested']);
    expect(await again.get('audit.verify', {})).toMatchObject({ firstBadId: null, problem: null, waiting: 0 });
    expect(again.core.status().halt.state).toBe('active');
    await core.expectUntouched();
    await again.core.close();
  });
});

describe('a console that ended with a transaction on its way', () => {
  it('follows it on to its end', async () => {
    const signer = await countedSigner();
    const core = await guardedCore(anvil(), signer.settings);
    await anvil().rpc('evm_setAutomine', [false]);
    const { transactionId } = await core.send(core.draft);
    const again = await core.console.restart();
    const world = drive(again, anvil());
    expect(await again.get('transactions.get', { transactionId })).toMatchObject({ status: 'sent' });
    await world.reaches(transactionId, 'confirmed');
    expect(signer.asked()).toBe(1);
    await again.core.close();
  });
});

describe('trading that is halted while the signer has a transaction', () => {
  it('is not sent: what was signed is kept, its nonce held, and only nothing to oneself takes its place', async () => {
    const signer = await countedSigner();
    const core = await guardedCore(anvil(), signer.settings);
    const shown = await core.preview(core.draft);
    const heard = new Promise<void>((resolve) => {
      const stop = core.console.core.on((announcement) => {
        const isSigning = announcement.topic === 'transaction.changed' && announcement.payload.status === 'signing';
        if (!isSigning || announcement.payload.progress?.includes('being asked') !== true) return;
        // Within the announcement: at once, while the service is being asked.
        core.console.core.haltNow('window', 'stop');
        stop();
        resolve();
      });
    });
    const submitting = core.submit(shown);
    await heard;
    expect(await submitting).toMatchObject({ ok: false, error: { code: 'trading-halted' } });
    expect(signer.asked()).toBe(1);
    await core.expectUntouched();
    const [kept] = await core.console.get('transactions.list', { open: true, limit: 1 });
    expect(kept).toMatchObject({ status: 'signed', nonce: shown.nonce });
    const transactionId = kept?.transactionId ?? '';
    await core.approve(await core.console.get('halt.requestRelease', {}));
    // Released, it is still not sent by itself; nor after a restart.
    const again = await core.console.restart();
    const world = drive(again, anvil());
    const cancel = await again.get('transactions.previewReplace', { transactionId, as: 'cancel' });
    expect(cancel.nonce).toBe(shown.nonce);
    await core.expectUntouched();
    const sent = await world.submit(cancel);
    if (!sent.ok) throw new Error(JSON.stringify(sent.error));
    await world.reaches(sent.value.transactionId, 'confirmed');
    expect(await again.get('transactions.get', { transactionId })).toMatchObject({ status: 'replaced' });
    await again.core.close();
  });
});
