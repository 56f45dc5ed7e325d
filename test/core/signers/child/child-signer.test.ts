import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ok } from '../../../../core/domain/result.ts';
import { type ChildSignerOptions, createChildSigner } from '../../../../core/signers/child/child-signer.ts';
import { nodeChild, type StartChild } from '../../../../core/signers/child/node-child.ts';
import { isTextSignedBy, verifySignature } from '../../../../core/signers/verify.ts';
import { manualClock } from '../../../manual-clock.ts';
import {
  approved,
  from,
  keptLog,
  key,
  nodePath,
  noProgress,
  noSignal,
  program,
  realOptions,
  transaction,
} from './child-kit.ts';

const programs = fileURLToPath(new URL('programs', import.meta.url));
const text = 'Portcullis signer test: abc';

/** A signer whose children and handed-over keys are seen. */
function seen(changes: Partial<ChildSignerOptions> = {}) {
  const pids: number[] = [];
  const keys: Uint8Array[] = [];
  const log = keptLog();
  const real = realOptions();
  const start: StartChild = (ears) => {
    const link = (changes.start ?? real.start)(ears);
    if (link.pid !== null) pids.push(link.pid);
    return link;
  };
  const signer = createChildSigner({
    ...real,
    kind: 'env_private_key',
    log,
    fetchSource: async () => {
      const bytes = Uint8Array.from(Buffer.from(key.slice(2), 'hex'));
      keys.push(bytes);
      return ok({ source: { from: 'environment', key: bytes }, warning: null });
    },
    ...changes,
    start,
  });
  onTestFinished(() => signer.close());
  return { signer, pids, keys, log };
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const silent = (...more: readonly string[]): StartChild =>
  nodeChild({ nodePath, entry: `${programs}/silent.mjs`, readable: [`${programs}/*`] }, { program: more });

describe('a signer in a process of its own', { timeout: 30_000 }, () => {
  it('starts one process for all who ask at once, and overwrites what it was handed', async () => {
    const { signer, pids, keys } = seen();
    expect(signer.state()).toMatchObject({ code: 'closed', isReady: true });
    const asked = [approved(), approved({ ...transaction, nonce: 4 }), approved({ ...transaction, nonce: 5 })];
    const address = signer.address({ show: false }, noSignal);
    expect(signer.state()).toMatchObject({ code: 'opening', isReady: false });
    const claims = await Promise.all(asked.map((each) => signer.sign(each, noProgress, noSignal)));
    expect(await address).toEqual({ ok: true, value: from });
    for (const [index, claimed] of claims.entries()) {
      const each = asked[index];
      if (!claimed.ok || each === undefined) throw new Error('not signed');
      expect(verifySignature(signer.kind, each, claimed.value)).toMatchObject({ ok: true });
    }
    expect(pids).toHaveLength(1);
    expect(keys).toEqual([new Uint8Array(32)]);
  });

  it('says how far it is', async () => {
    const { signer } = seen();
    const steps: string[] = [];
    await signer.sign(approved(), ({ step }) => void steps.push(step), noSignal);
    expect(steps).toEqual(['connecting', 'signing', 'received']);
  });

  it('is started again after its process was killed, with its key asked for anew', async () => {
    const { signer, pids, keys, log } = seen();
    await signer.address({ show: false }, noSignal);
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(signer.state()).toMatchObject({ code: 'closed' }), { timeout: 30_000 });
    const claimed = await signer.signText(text, noProgress, noSignal);
    expect(claimed.ok && isTextSignedBy(text, claimed.value, from)).toBe(true);
    expect(pids).toHaveLength(2);
    expect(keys).toHaveLength(2);
    expect(log.lines.join()).toContain('started again');
    expect(log.lines.join()).not.toContain(key.slice(2));
  });

  it('ends its process when it is closed, and opens a new one when it is asked again', async () => {
    const { signer, pids } = seen();
    await signer.address({ show: false }, noSignal);
    expect(isRunning(pids[0] ?? 0)).toBe(true);
    await signer.close();
    expect(isRunning(pids[0] ?? 0)).toBe(false);
    expect(signer.state()).toMatchObject({ code: 'closed' });
    expect(await signer.address({ show: false }, noSignal)).toMatchObject({ ok: true });
    expect(pids).toHaveLength(2);
  });

  it('closed while it opens gives no key out', async () => {
    const { signer, pids } = seen();
    const address = signer.address({ show: false }, noSignal);
    await vi.waitFor(() => expect(pids).toHaveLength(1), { timeout: 30_000 });
    await signer.close();
    expect(await address).toMatchObject({ ok: false, error: { code: 'signer-unavailable', state: 'closed' } });
    expect(isRunning(pids[0] ?? 0)).toBe(false);
  });

  it('lets go of a key that nobody asks for', async () => {
    const clock = manualClock();
    const { signer, pids } = seen({ clock, keepOpenMs: 60_000 });
    await signer.address({ show: false }, noSignal);
    clock.wind(59_999);
    await signer.address({ show: false }, noSignal);
    clock.wind(59_999);
    expect(signer.state()).toMatchObject({ code: 'ready' });
    clock.wind(1);
    expect(signer.state()).toMatchObject({ code: 'closed' });
    await vi.waitFor(() => expect(isRunning(pids[0] ?? 0)).toBe(false), { timeout: 30_000 });
  });

  it('is unavailable when nothing answers while it opens', async () => {
    const clock = manualClock();
    const { signer, pids } = seen({ clock, start: silent() });
    const address = signer.address({ show: false }, noSignal);
    await vi.waitFor(() => expect(pids).toHaveLength(1), { timeout: 30_000 });
    clock.wind(30_000);
    expect(await address).toMatchObject({ ok: false, error: { code: 'signer-unavailable', state: 'lost' } });
    expect(isRunning(pids[0] ?? 0)).toBe(false);
  });

  it('has failed when nothing answers once the bytes were handed over: a signature may exist', async () => {
    const clock = manualClock();
    const { signer, pids } = seen({ clock, start: silent('open', from) });
    const steps: string[] = [];
    const claimed = signer.sign(approved(), ({ step }) => void steps.push(step), noSignal);
    await vi.waitFor(() => expect(steps).toContain('signing'), { timeout: 30_000 });
    clock.wind(10_000);
    expect(await claimed).toMatchObject({
      ok: false,
      error: { code: 'signer-failed', retry: 'after-checking', signerCode: 'lost' },
    });
    await vi.waitFor(() => expect(isRunning(pids[0] ?? 0)).toBe(false), { timeout: 30_000 });
  });

  it('has failed when its process is killed over a signature', async () => {
    const { signer, pids } = seen({ start: silent('open', from) });
    const claimed = signer.sign(
      approved(),
      ({ step }) => {
        if (step === 'signing') process.kill(pids[0] ?? 0, 'SIGKILL');
      },
      noSignal,
    );
    expect(await claimed).toMatchObject({ ok: false, error: { code: 'signer-failed', signerCode: 'lost' } });
  });

  it('is unavailable when its program cannot be started', async () => {
    for (const start of [
      nodeChild({ ...program, nodePath: '/nowhere/node' }),
      nodeChild({ ...program, entry: '/nowhere/main.ts' }),
      nodeChild({ ...program, readable: [] }),
    ]) {
      const { signer } = seen({ start });
      expect(await signer.address({ show: false }, noSignal)).toMatchObject({
        ok: false,
        error: { code: 'signer-unavailable', state: 'lost' },
      });
      expect(signer.state()).toMatchObject({ code: 'lost', isReady: false });
    }
  });

  it('cancelled before anything was handed over has signed nothing, and goes on opening for the next', async () => {
    const { signer, pids } = seen();
    const cancelled = { ok: false, error: { code: 'signer-unavailable', state: 'cancelled' } };
    expect(await signer.sign(approved(), noProgress, AbortSignal.abort())).toMatchObject(cancelled);
    const controller = new AbortController();
    const claimed = signer.sign(approved(), noProgress, controller.signal);
    controller.abort();
    expect(await claimed).toMatchObject(cancelled);
    expect(await signer.address({ show: false }, noSignal)).toMatchObject({ ok: true });
    expect(pids).toHaveLength(1);
  });

  it('waits no longer than its deadline for where its key comes from', async () => {
    const clock = manualClock();
    const { signer } = seen({ clock, fetchSource: () => new Promise(() => undefined) });
    const address = signer.address({ show: false }, noSignal);
    clock.wind(30_000);
    expect(await address).toMatchObject({ error: { code: 'signer-unavailable', state: 'no-answer' } });
    const { signer: throwing } = seen({ fetchSource: () => Promise.reject(new Error('a bug')) });
    expect(await throwing.address({ show: false }, noSignal)).toMatchObject({ error: { state: 'no-answer' } });
  });

  it('ends with the process that started it, however that ends', async () => {
    const parent = spawn(nodePath, [`${programs}/parent.ts`, nodePath], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString('utf8'));
    expect(isRunning(pid)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
  });

  it('stays through a Ctrl-C in the terminal', async () => {
    const { signer, pids } = seen();
    await signer.address({ show: false }, noSignal);
    process.kill(pids[0] ?? 0, 'SIGINT');
    expect(await signer.signText(text, noProgress, noSignal)).toMatchObject({ ok: true });
    expect(pids).toHaveLength(1);
  });
});
