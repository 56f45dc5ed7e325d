import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { err, ok, type Result } from '../../core/domain/result.ts';

/** One file inside a zip, as its central directory lists it. */
interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly checksum: number;
  readonly packedBytes: number;
  readonly mode: number;
  readonly headerAt: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endBytes = 22;
const longestComment = 0xffff;
const beyondPlainZip = 0xffffffff;

/**
 * Unpacks part of a zip (PKWARE APPNOTE 6.3, without Zip64 and encryption): every file for which `placeOf` names a path inside
 * `folder`, keeping its permission bits. Each file's checksum is compared. Refuses a damaged zip, an unknown method, and a place
 * outside the folder; what was written before stays, so unpack into a folder that is thrown away on failure.
 */
export function unzipSome(
  zip: string,
  folder: string,
  placeOf: (name: string) => string | null,
): Result<number, string> {
  const file = openSync(zip, 'r');
  try {
    const entries = readDirectory(file);
    if (entries === null) return err('The archive is not a plain zip.');
    let unpacked = 0;
    for (const entry of entries) {
      const place = entry.name.endsWith('/') ? null : placeOf(entry.name);
      if (place === null) continue;
      const bytes = isInside(place) ? unpack(file, entry) : null;
      if (bytes === null) return err(`The archive is damaged at ${entry.name}.`);
      const target = join(folder, place);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, bytes, { mode: entry.mode === 0 ? 0o644 : entry.mode });
      unpacked += 1;
    }
    return ok(unpacked);
  } finally {
    closeSync(file);
  }
}

function isInside(place: string): boolean {
  return !place.startsWith('/') && !place.split(/[\\/]/).includes('..');
}

function readDirectory(file: number): readonly ZipEntry[] | null {
  const { size } = fstatSync(file);
  const tail = readAt(file, Math.max(0, size - endBytes - longestComment), Math.min(size, endBytes + longestComment));
  const end = tail.length - endBytes - lastEnd(tail);
  if (end < 0) return null;
  const count = tail.readUInt16LE(end + 10);
  const directory = readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== entrySignature) return null;
    const nameBytes = directory.readUInt16LE(at + 28);
    const packedBytes = directory.readUInt32LE(at + 20);
    if (packedBytes === beyondPlainZip) return null;
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      method: directory.readUInt16LE(at + 10),
      checksum: directory.readUInt32LE(at + 16),
      packedBytes,
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      headerAt: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** How far before its last possible place the end record starts; beyond the tail when there is none. */
function lastEnd(tail: Buffer): number {
  for (let back = 0; back + endBytes <= tail.length; back += 1) {
    if (tail.readUInt32LE(tail.length - endBytes - back) === endSignature) return back;
  }
  return tail.length;
}

function unpack(file: number, entry: ZipEntry): Buffer | null {
  const header = readAt(file, entry.headerAt, 30);
  if (header.length < 30) return null;
  const dataAt = entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = readAt(file, dataAt, entry.packedBytes);
  const bytes = entry.method === 8 ? inflate(packed) : entry.method === 0 ? packed : null;
  return bytes !== null && crc32(bytes) === entry.checksum ? bytes : null;
}

function inflate(packed: Buffer): Buffer | null {
  try {
    return inflateRawSync(packed);
  } catch {
    return null;
  }
}

function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, position));
}
