import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileSteps, writeWhole } from '../../../core/store/whole-file.ts';
import { cutAfter } from './cut-steps.ts';
import { temporaryFolder } from './temporary-folder.ts';

const old = Buffer.from('the old content, longer than the new');
const next = Buffer.from('the new content');

describe('a file that is written whole', () => {
  it('is for this user alone, in a folder made for it, and leaves nothing beside it', () => {
    const folder = join(temporaryFolder(), 'made');
    writeWhole(join(folder, 'file'), old);
    writeWhole(join(folder, 'file'), next);
    expect(readFileSync(join(folder, 'file'))).toEqual(next);
    expect(statSync(join(folder, 'file')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('holds the old content or the new one, whole, wherever the power is cut; and can be written again', () => {
    const file = join(temporaryFolder(), 'file');
    const whole = cutAfter(Number.POSITIVE_INFINITY);
    writeWhole(file, next, whole);
    const seen = new Set<string>();
    for (let units = 0; units < whole.used(); units += 1) {
      writeWhole(file, old);
      expect(() => writeWhole(file, next, cutAfter(units)), `after ${units}`).toThrow('the power is cut');
      const found = readFileSync(file, 'utf8');
      expect([String(old), String(next)], `after ${units}`).toContain(found);
      seen.add(found);
    }
    expect(seen.size).toBe(2);
  });

  it('is written to the end where the system takes a few bytes at a time', () => {
    const file = join(temporaryFolder(), 'file');
    const slow = {
      ...fileSteps,
      write: (handle: number, bytes: Uint8Array) => fileSteps.write(handle, bytes.subarray(0, 3)),
    };
    writeWhole(file, next, slow);
    expect(readFileSync(file)).toEqual(next);
  });
});
