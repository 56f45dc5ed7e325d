import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Approval } from '../../../core/contract/shapes.ts';
import type { Result } from '../../../core/domain/result.ts';
import { startCoreProcess } from './core-process.ts';
import { isInMemory } from './process-memory.ts';
import { descendantsOf } from './search.ts';
import { drawSecrets, foreignKeystore, openKeystoreFile } from './secrets.ts';

it('the key of a keystore is in the memory of its own process, and never in that of the core', {
  timeout: 120_000,
}, async () => {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-memory-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  mkdirSync(join(root, 'data'), { mode: 0o700 });
  const secrets = drawSecrets();
  const { importPassword, importedKey, keystorePassword, newKeystorePassword } = secrets;
  const text = await foreignKeystore(secrets);
  const core = await startCoreProcess(root, { PATH: process.env.PATH, HOME: root, XDG_RUNTIME_DIR: root }, {});
  onTestFinished(() => core.close());
  const need = async (method: string, input: unknown, face: 'approval' | 'console' = 'approval'): Promise<unknown> => {
    const answer: Result<unknown> = await core.ask(method, input, face);
    if (!answer.ok) throw new Error(`${method}: ${answer.error.code}`);
    return answer.value;
  };

  await need('keystore.import', { text, password: importPassword, newPassword: keystorePassword });
  await need('keystore.changePassword', { password: keystorePassword, newPassword: newKeystorePassword });
  await need('keystore.password', { password: newKeystorePassword });
  // Pinned, so that the child that signs is there, with the key open.
  const { approvalId, digest } = (await need('signers.select', { kind: 'keystore' }, 'console')) as Approval;
  await need('approvals.decide', { approvalId, digest, answer: 'approve' });
  await need('signers.test', {}, 'console');

  const key = Buffer.from(importedKey.slice(2), 'hex');
  const opened = await openKeystoreFile(join(root, 'data', 'keystore.json'), newKeystorePassword);
  expect(key.equals(opened)).toBe(true);
  const forms = [key, Buffer.from(key.toString('hex')), Buffer.from(key.toString('hex'), 'utf16le')];
  const children = descendantsOf(core.pid);
  expect(children.filter((pid) => isInMemory(pid, forms))).toHaveLength(1);
  expect(isInMemory(core.pid, forms)).toBe(false);
  // What was typed is in the core: the search sees what is there.
  expect(isInMemory(core.pid, [Buffer.from(newKeystorePassword.slice(-32))])).toBe(true);
});
