import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { claimFolder, partyFile } from '../../../../core/procedures/recovery/party-folder.ts';
import { someSet } from './some-set.ts';

function someFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-party-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
const refusal = (what: string) => ({ ok: false, error: { code: 'conflict', what: expect.stringContaining(what) } });

describe('one party of the two-party signer in a folder', () => {
  it('leaves its mark, comes again, and keeps the other one out for good', () => {
    const folder = someFolder();
    expect(claimFolder(folder, 'mpc-1')).toMatchObject({ ok: true });
    expect(readFileSync(join(folder, partyFile), 'utf8')).toBe('1\n');
    expect(claimFolder(folder, 'mpc-1')).toMatchObject({ ok: true });
    expect(claimFolder(folder, 'mpc-0')).toMatchObject(refusal("party 1's"));
    expect(readFileSync(join(folder, partyFile), 'utf8')).toBe('1\n');
  });

  it('is told by a bundle that lies there, with or without a mark', async () => {
    const folder = someFolder();
    const { bundle, set } = await someSet(2, 3, 'mpc-0');
    writeFileSync(join(folder, `recovery-${set.set}.json`), bundle);
    expect(claimFolder(folder, 'mpc-1')).toMatchObject(refusal("party 0's"));
    expect(claimFolder(folder, 'mpc-0')).toMatchObject({ ok: true });
    // A mark that was put beside it by hand makes it nobody's.
    writeFileSync(join(folder, partyFile), '1');
    expect(claimFolder(folder, 'mpc-0')).toMatchObject({ ok: false });
    expect(claimFolder(folder, 'mpc-1')).toMatchObject({ ok: false });
  });

  it('is refused where the mark cannot be read, and where a console lives', () => {
    const folder = someFolder();
    writeFileSync(join(folder, partyFile), 'both');
    expect(claimFolder(folder, 'mpc-0')).toMatchObject(refusal('cannot be read'));
    const data = someFolder();
    writeFileSync(join(data, 'console.db'), '');
    expect(claimFolder(data, 'mpc-0')).toMatchObject(refusal('the folder of a console'));
    expect(readdirSync(data)).toEqual(['console.db']);
  });

  it('is nothing to a vault or a keystore', () => {
    const folder = someFolder();
    expect(claimFolder(folder, 'mpc-0')).toMatchObject({ ok: true });
    for (const kind of ['vault', 'keystore'] as const) expect(claimFolder(folder, kind)).toMatchObject({ ok: true });
  });
});
