import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placeOn, rememberedPlaces, rememberPlace } from '../../electron/window-memory.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-window-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const laptop = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
const desk = { id: 2, workArea: { x: 1920, y: 0, width: 2560, height: 1400 } };
const onLaptop = { displayId: 1, bounds: { x: 100, y: 50, width: 1300, height: 800 }, isMaximized: false };
const onDesk = { displayId: 2, bounds: { x: 2000, y: 50, width: 2400, height: 1300 }, isMaximized: true };

describe('where the console window was', () => {
  it('is kept for each display, the latest first', () => {
    const file = join(folder, 'deep', 'window.json');
    rememberPlace(file, onDesk);
    rememberPlace(file, onLaptop);
    expect(rememberedPlaces(file)).toEqual([onLaptop, onDesk]);
    const moved = { ...onDesk, isMaximized: false };
    rememberPlace(file, moved);
    expect(rememberedPlaces(file)).toEqual([moved, onLaptop]);
  });

  it('is kept for the eight displays that were used last', () => {
    const file = join(folder, 'window.json');
    for (let displayId = 1; displayId <= 10; displayId += 1) rememberPlace(file, { ...onLaptop, displayId });
    expect(rememberedPlaces(file).map(({ displayId }) => displayId)).toEqual([10, 9, 8, 7, 6, 5, 4, 3]);
  });

  it.each([
    '',
    'null',
    '{}',
    '[{"x":1}]',
    '{"x":1,"y":2,"width":3,"height":4}',
    '[{"displayId":1,"bounds":{"x":1,"y":2,"width":0,"height":4},"isMaximized":false}]',
    '[{"displayId":1,"bounds":{"x":1,"y":2,"width":3,"height":4},"isMaximized":false,"show":true}]',
  ])('is unknown when its file says %j', (text) => {
    const file = join(folder, 'window.json');
    writeFileSync(file, text);
    expect(rememberedPlaces(file)).toEqual([]);
  });

  it('is unknown when there is no file, and forgotten when it cannot be written', () => {
    expect(rememberedPlaces(join(folder, 'none.json'))).toEqual([]);
    writeFileSync(join(folder, 'file'), '');
    rememberPlace(join(folder, 'file', 'window.json'), onLaptop);
    expect(rememberedPlaces(join(folder, 'file', 'window.json'))).toEqual([]);
  });
});

describe('where the console window opens', () => {
  it('is where it was last, maximised if it was', () => {
    expect(placeOn([onDesk, onLaptop], [laptop, desk])).toEqual(onDesk);
    expect(placeOn([], [laptop])).toEqual({ bounds: {}, isMaximized: false });
  });

  it('is where it was on a display that is there, when the latest is gone', () => {
    expect(placeOn([onDesk, onLaptop], [laptop])).toEqual(onLaptop);
  });

  it('is anywhere, in a size that fits, when no display that it was on is there, or too little of it would be seen', () => {
    expect(placeOn([onDesk], [laptop])).toEqual({ bounds: { width: 1920, height: 1080 }, isMaximized: true });
    const outside = { ...onLaptop, bounds: { ...onLaptop.bounds, x: 1900 } };
    expect(placeOn([outside], [laptop, desk])).toEqual({ bounds: { width: 1300, height: 800 }, isMaximized: false });
  });
});
