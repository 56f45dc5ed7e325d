import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { askOverSocket } from '../../../core/api/socket-client.ts';
import { socketPath } from '../../../core/api/socket-path.ts';
import type { Approval } from '../../../core/contract/shapes.ts';
import type { Result } from '../../../core/domain/result.ts';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';

let current: TemporaryCore | null = null;
afterEach(async () => {
  await current?.remove();
  current = null;
});

async function serve(): Promise<{ console: TemporaryCore; path: string }> {
  const console = await temporaryCore({ serveApi: true });
  current = console;
  await expect.poll(() => console.core.status().apiAddress, { timeout: 30_000 }).not.toBeNull();
  return { console, path: socketPath(console.folder, {}) };
}

const passphrase = 'published test words';

/** Asks for a release and answers it, as `portcullis release` does. */
async function askToRelease(path: string, typed?: string) {
  const asked = (await askOverSocket(path, { method: 'halt.requestRelease', input: {} })) as Result<Approval>;
  if (!asked.ok) throw new Error(asked.error.code);
  const { approvalId, digest } = asked.value;
  const input = { approvalId, digest, answer: 'approve', word: 'RELEASE' };
  return askOverSocket(path, {
    method: 'approvals.decide',
    input,
    ...(typed === undefined ? {} : { passphrase: typed }),
  });
}

describe('the command line socket', () => {
  it('is open to this user only', async () => {
    const { path } = await serve();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('answers as an operator: reading and halting, not raising', async () => {
    const { path } = await serve();
    expect(await askOverSocket(path, { method: 'system.status', input: {} })).toMatchObject({ ok: true });
    expect(
      await askOverSocket(path, { method: 'halt.engage', input: { reason: 'a test', source: 'cli' } }),
    ).toMatchObject({ ok: true, value: { state: 'halted' } });
    for (const method of ['approvals.decide', 'approvals.show', 'vault.unlock']) {
      expect(await askOverSocket(path, { method, input: {} })).toMatchObject({
        ok: false,
        error: { code: 'not-allowed' },
      });
    }
  });

  it("lets a person with the vault's passphrase raise, for that call only, and not in the run that made the vault", async () => {
    const { console, path } = await serve();
    const input = { passphrase };
    expect(await askOverSocket(path, { method: 'vault.unlock', input, passphrase })).toMatchObject({
      value: { vault: 'open' },
    });
    await askOverSocket(path, { method: 'halt.engage', input: { reason: 'a test' } });
    expect(await askToRelease(path, passphrase)).toMatchObject({ error: { code: 'conflict' } });
    current = await console.restart();
    await expect.poll(() => current?.core.status().apiAddress, { timeout: 30_000 }).not.toBeNull();
    expect(await askToRelease(path, 'another')).toMatchObject({ error: { code: 'wrong-passphrase' } });
    expect(await askToRelease(path)).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await askToRelease(path, passphrase)).toMatchObject({ ok: true });
    expect(await askOverSocket(path, { method: 'system.status', input: {} })).toMatchObject({
      value: { halt: { state: 'active' } },
    });
  });

  it('refuses what is not a request and goes on', async () => {
    const { path } = await serve();
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(path, () => socket.write('{"method":1}\n'));
      socket.once('data', (bytes: Buffer) => {
        resolve(bytes.toString());
        socket.destroy();
      });
    });
    expect(JSON.parse(answer)).toMatchObject({ result: { ok: false, error: { code: 'invalid-input' } } });
    expect(await askOverSocket(path, { method: 'system.status', input: {} })).toMatchObject({ ok: true });
  });

  it('is told apart from nobody listening', async () => {
    expect(await askOverSocket('/nonexistent/core.sock', { method: 'system.status', input: {} })).toBeNull();
  });
});
