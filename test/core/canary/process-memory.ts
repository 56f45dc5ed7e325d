import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const pieceBytes = 4 * 1024 * 1024;

/** Whether any of these is anywhere in the writable memory of a process that descends from this one (Linux: /proc/pid/mem). */
export function isInMemory(pid: number, wanted: readonly Buffer[]): boolean {
  const overlap = Math.max(...wanted.map(({ length }) => length));
  const piece = Buffer.alloc(pieceBytes + overlap);
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    return writableParts(pid).some(([start, end]) => {
      for (let at = start; at < end; at += BigInt(pieceBytes)) {
        const length = Math.min(piece.length, Number(end - at));
        const read = piece.subarray(0, readPart(memory, piece, length, at));
        if (wanted.some((each) => read.includes(each))) return true;
      }
      return false;
    });
  } finally {
    closeSync(memory);
  }
}

function writableParts(pid: number): readonly (readonly [bigint, bigint])[] {
  const lines = readFileSync(`/proc/${pid}/maps`, 'utf8').matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm);
  return [...lines].map(([, start, end]) => [BigInt(`0x${start}`), BigInt(`0x${end}`)]);
}

/** What can be read of a part: a part may have gone since it was listed. */
function readPart(memory: number, into: Buffer, length: number, at: bigint): number {
  try {
    return readSync(memory, into, 0, length, at);
  } catch {
    return 0;
  }
}
