import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { iconFiles } from '../../../electron/packaging/icon-files.ts';
import { iconPicture } from '../../../electron/packaging/icon-picture.ts';
import { pngOf } from '../../../electron/packaging/png.ts';
import { readPng } from './read-png.ts';

const inRepository = (path: string) => readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)));
const side = 1024;
const drawn = iconPicture(side);
const at = (x: number, y: number) => [...drawn.subarray((y * side + x) * 4, (y * side + x) * 4 + 4)];

test.each(iconFiles)('the icon that packages are made with is the one that is drawn: $file', ({ file, side: own }) => {
  const found = readPng(inRepository(`electron/packaging/${file}`));
  expect(found?.side).toBe(own);
  expect(found?.pixels.equals(iconPicture(own))).toBe(true);
});

test('there is one large enough for every system, and on Linux no other than those that are drawn', () => {
  expect(iconFiles[0]).toEqual({ file: 'icon.png', side });
  const folder = fileURLToPath(new URL('../../../electron/packaging/icons', import.meta.url));
  const found = readdirSync(folder).map((name) => `icons/${name}`);
  expect(found.sort()).toEqual(
    iconFiles
      .slice(1)
      .map(({ file }) => file)
      .sort(),
  );
});

test('it is a gate in a gateway, on a tile with nothing around it', () => {
  const iron = [229, 231, 235, 255];
  expect(at(2, 2)).toEqual([0, 0, 0, 0]);
  expect([at(512 - 52, 400), at(512, 452)]).toEqual([iron, iron]);
  expect(at(512 - 272, 700)).toEqual([96, 165, 250, 255]);
  // Below the points of the half drawn gate one looks through.
  expect(at(512, 760)).toEqual([17, 22, 28, 255]);
});

test('a picture reads back as it was written, and what is no picture is not read', () => {
  const pixels = Buffer.from(Array.from({ length: 3 * 3 * 4 }, (_, index) => index));
  expect(readPng(pngOf(pixels, 3))).toEqual({ side: 3, pixels });
  expect(readPng(inRepository('LICENSE'))).toBeNull();
});
