import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Eight bits each for red, green, blue and alpha, not interlaced. */
const kind = Buffer.from([8, 6, 0, 0, 0]);

/** A square picture of red, green, blue and alpha as a PNG file. */
export function pngOf(pixels: Buffer, side: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // Each row begins with how it was filtered: not at all.
  const rows = Array.from({ length: side }, (_, row) => [
    Buffer.alloc(1),
    pixels.subarray(row * side * 4, (row + 1) * side * 4),
  ]).flat();
  const packed = deflateSync(Buffer.concat(rows), { level: 9 });
  return Buffer.concat([
    signature,
    chunk('IHDR', Buffer.concat([header, kind])),
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}
