import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { iconPicture } from '../../../electron/packaging/icon-picture.ts';
import { pngOf } from '../../../electron/packaging/png.ts';
import { readPng } from './read-png.ts';

const inRepository = (path: string) => readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)));
const side = 1024;
const drawn = iconPicture(side);
const at = (x: number, y: number) => [...drawn.subarray((y * side + x) * 4, (y * side + x) * 4 + 4)];

test('the icon that packages are made with is the one that is drawn, and large enough for every system', () => {
  const found = readPng(inRepository('electron/packaging/icon.png'));
  expect(found?.side).toBe(side);
  expect(found?.pixels.equals(drawn)).toBe(true);
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
