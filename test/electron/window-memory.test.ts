import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fitToScreens, rememberBounds, rememberedBounds } from '../../electron/window-memory.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-window-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const place = { x: 100, y: 50, width: 1300, height: 800 };

describe('where the console window was', () => {
  it('is kept', () => {
    const file = join(folder, 'deep', 'window.json');
    rememberBounds(file, place);
    expect(rememberedBounds(file)).toEqual(place);
  });

  it.each([
    '',
    'null',
    '{}',
    '{"x":1}',
    '{"x":1,"y":2,"width":3,"height":"4"}',
    '{"x":1,"y":2,"width":3,"height":4,"show":true}',
  ])('is unknown when its file says %j', (text) => {
    const file = join(folder, 'window.json');
    writeFileSync(file, text);
    expect(rememberedBounds(file)).toBeNull();
  });

  it('is unknown when there is no file, and forgotten when it cannot be written', () => {
    expect(rememberedBounds(join(folder, 'none.json'))).toBeNull();
    writeFileSync(join(folder, 'file'), '');
    rememberBounds(join(folder, 'file', 'window.json'), place);
    expect(rememberedBounds(join(folder, 'file', 'window.json'))).toBeNull();
  });

  it('is used when enough of it is on a screen', () => {
    expect(fitToScreens(place, [screen])).toEqual(place);
    expect(fitToScreens({ ...place, x: 1900 }, [screen])).toEqual({ width: 1300, height: 800 });
    expect(fitToScreens({ x: 5000, y: 0, width: 4000, height: 3000 }, [screen])).toEqual({ width: 1920, height: 1080 });
  });
});
