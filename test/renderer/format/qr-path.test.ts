import { encodeQR } from 'qr';
import { decodeQR } from 'qr/decode.js';
import { expect, it } from 'vitest';
import { qrPath } from '../../../renderer/format/qr-path.ts';

/** The modules that a path draws, read back from its boxes. */
function drawn(path: string, size: number): boolean[][] {
  const modules = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let at = 0; at < Number(length); at += 1) (modules[Number(y)] as boolean[])[Number(x) + at] = true;
  }
  return modules;
}

it('draws exactly the dark modules, so that a reader finds the whole address again', () => {
  const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
  const modules = encodeQR(address, 'raw', { border: 4 });
  const { path, size } = qrPath(modules);
  expect(drawn(path, size)).toEqual(modules);
  const pixelsPerModule = 4;
  const side = size * pixelsPerModule;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const isDark = modules[Math.floor(y / pixelsPerModule)]?.[Math.floor(x / pixelsPerModule)] === true;
      if (isDark) data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  }
  expect(decodeQR({ width: side, height: side, data })).toBe(address);
});

it('ends a run at the end of its row', () => {
  expect(qrPath([[false, true, true]])).toEqual({ path: 'M1 0h2v1h-2z', size: 1 });
});
