import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lockFolder } from '../../../core/store/folder-lock.ts';
import { temporaryFolder } from './temporary-folder.ts';

const program = fileURLToPath(new URL('./lock-holder.ts', import.meta.url));

async function lockElsewhere(folder: string): Promise<{ readonly child: ChildProcess; readonly said: string }> {
  const child = spawn(process.execPath, [program, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  return { child, said: String(said).trim() };
}

describe('lockFolder', () => {
  it('lets one core have a folder at a time, and the next one when it is given back', () => {
    const folder = temporaryFolder();
    const one = lockFolder(folder);
    expect(one.ok).toBe(true);
    for (let i = 0; i < 3; i += 1) {
      expect(lockFolder(folder)).toMatchObject({ ok: false, error: { code: 'already-running', what: folder } });
    }
    if (one.ok) one.value();
    const two = lockFolder(folder);
    expect(two.ok).toBe(true);
    if (two.ok) two.value();
  });

  it('holds against another process even after this one has tried twice', async () => {
    const folder = temporaryFolder();
    const mine = lockFolder(folder);
    lockFolder(folder);
    const other = await lockElsewhere(folder);
    expect(other.said).toBe('already-running');
    if (mine.ok) mine.value();
  });

  it('is free again when the process that held it was killed', async () => {
    const folder = temporaryFolder();
    const { child, said } = await lockElsewhere(folder);
    expect(said).toBe('locked');
    expect(lockFolder(folder).ok).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const mine = lockFolder(folder);
    expect(mine.ok).toBe(true);
    if (mine.ok) mine.value();
  });

  it('makes a missing folder for this user only', () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    const lock = lockFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'core.lock')).mode & 0o777).toBe(0o600);
    if (lock.ok) lock.value();
  });

  it('answers storage-failed where no folder can be made', () => {
    expect(lockFolder('/dev/null/folder')).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
  });
});
