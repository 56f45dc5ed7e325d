import { inflateSync } from 'node:zlib';

const signature = '89504e470d0a1a0a';
/** Eight bits each for red, green, blue and alpha, not interlaced. */
const kind = '0806000000';

/** The side and the pixels of a square PNG in one piece whose rows are not filtered; null for anything else. */
export function readPng(png: Buffer): { readonly side: number; readonly pixels: Buffer } | null {
  const hex = (from: number, to: number) => png.toString('hex', from, to);
  if (hex(0, 8) !== signature || hex(24, 29) !== kind || hex(16, 20) !== hex(20, 24)) return null;
  if (png.toString('latin1', 37, 41) !== 'IDAT') return null;
  const side = png.readUInt32BE(16);
  const rows = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)));
  const rowBytes = 1 + side * 4;
  const isPlain = (row: number) => rows[row * rowBytes] === 0;
  const all = Array.from({ length: side }, (_, row) => row);
  if (rows.length !== side * rowBytes || !all.every(isPlain)) return null;
  const pixels = all.map((row) => rows.subarray(row * rowBytes + 1, (row + 1) * rowBytes));
  return { side, pixels: Buffer.concat(pixels) };
}
