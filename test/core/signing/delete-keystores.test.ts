import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Address, parseAddress } from '../../../core/domain/address.ts';
import { conflict } from '../../../core/domain/conflict.ts';
import { ok, type Result } from '../../../core/domain/result.ts';
import { type DeleteParts, deleteKeystores } from '../../../core/signing/delete-keystores.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const address = parseAddress('0x00000000219ab540356cBB839Cbe05303d7705Fa') as Address;
let old = '';
let inUse = '';
let parts: DeleteParts;
beforeEach(() => {
  const folder = temporaryFolder();
  old = join(folder, 'old.json');
  inUse = join(folder, 'keystore.json');
  for (const file of [old, inUse]) writeFileSync(file, '{}');
  parts = {
    inUse: () => inUse,
    pinned: () => address,
    opens: async () => ok(address),
    deleted: () => undefined,
  };
});
const both = () => [existsSync(old), existsSync(inUse)];

describe('old keystores', () => {
  it('are deleted once the one in use was opened, which is never among them', async () => {
    expect(await deleteKeystores(parts, () => ok([inUse, old]))).toMatchObject({ error: { code: 'conflict' } });
    expect(await deleteKeystores({ ...parts, pinned: () => null, inUse: () => null }, () => ok([old]))).toMatchObject({
      error: { code: 'conflict' },
    });
    expect(both()).toEqual([true, true]);
    expect(await deleteKeystores(parts, () => ok([old]))).toEqual(ok([old]));
    expect(both()).toEqual([false, true]);
  });

  it('stay where a procedure came to need them, or another became the one in use, while the password was tried', async () => {
    let isNeeded = false;
    const opens = async (): Promise<Result<Address>> => {
      isNeeded = true;
      return ok(address);
    };
    const may = (): Result<readonly string[]> => (isNeeded ? conflict('a procedure needs it') : ok([old]));
    expect(await deleteKeystores({ ...parts, opens }, may)).toEqual(conflict('a procedure needs it'));
    const switched = { ...parts, opens, inUse: () => (isNeeded ? old : inUse) };
    isNeeded = false;
    expect(await deleteKeystores(switched, () => ok([old]))).toMatchObject({ error: { code: 'conflict' } });
    expect(both()).toEqual([true, true]);
  });
});
