import { closeSync, fdatasyncSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { Result } from '../domain/result.ts';
import { makeFile } from '../store/database.ts';
import { stored } from '../store/stored.ts';

/** How much is set aside on disk: some hundreds of rows. */
const reservedBytes = 256 * 1024;

/**
 * Where rows go when the database cannot take them: a file whose space was claimed while there was some, so that a full disk does not
 * keep a halt or a cancel from being recorded. Lines of JSON from its beginning, zeros after them.
 */
export interface EmergencyFile {
  /** Adds a record; true once it is durable, false when it does not fit or cannot be written. Never throws. */
  add(record: string): boolean;
  /** The records in order; one that a crash cut short is given as it stands. */
  records(): readonly string[];
  /** Forgets every record; `storage-failed` keeps them all. */
  clear(): Result<number>;
  close(): void;
}

/** Opens the file and claims its space; `storage-failed` when either is refused. A record may not contain a line feed or a NUL. */
export function openEmergencyFile(file: string): Result<EmergencyFile> {
  return stored('the emergency file could not be opened', () => {
    makeFile(file);
    const handle = openSync(file, 'r+');
    try {
      const size = fstatSync(handle).size;
      if (size < reservedBytes) writeFully(handle, Buffer.alloc(reservedBytes - size), size);
      fdatasyncSync(handle);
      return emergencyFileOver(handle, reservedBytes);
    } catch (error) {
      closeSync(handle);
      throw error;
    }
  });
}

function emergencyFileOver(handle: number, size: number): EmergencyFile {
  let { kept, usedBytes } = readRecords(handle, size);
  // A number that was closed can become another file's, which must not be written to.
  let closed = false;
  return {
    add(record) {
      const line = Buffer.from(`${record}\n`);
      if (closed || usedBytes + line.length > size) return false;
      const written = stored('', () => {
        writeFully(handle, line, usedBytes);
        fdatasyncSync(handle);
      });
      if (!written.ok) return false;
      usedBytes += line.length;
      kept = [...kept, record];
      return true;
    },
    records: () => kept,
    clear: () =>
      stored('the emergency file could not be cleared', () => {
        if (!closed) {
          writeFully(handle, Buffer.alloc(usedBytes), 0);
          fdatasyncSync(handle);
        }
        const cleared = kept.length;
        kept = [];
        usedBytes = 0;
        return cleared;
      }),
    close() {
      if (!closed) closeSync(handle);
      closed = true;
    },
  };
}

function readRecords(handle: number, size: number): { kept: readonly string[]; usedBytes: number } {
  const bytes = Buffer.alloc(size);
  readSync(handle, bytes, 0, size, 0);
  const firstZero = bytes.indexOf(0);
  const end = firstZero === -1 ? size : firstZero;
  const text = bytes.subarray(0, end).toString('utf8');
  const cutShort = text !== '' && !text.endsWith('\n') && end < size;
  if (cutShort) writeFully(handle, Buffer.from('\n'), end);
  return {
    kept: text.split('\n').filter((line) => line !== ''),
    usedBytes: cutShort ? end + 1 : end,
  };
}

function writeFully(handle: number, bytes: Buffer, position: number): void {
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(handle, bytes, written, bytes.length - written, position + written);
  }
}
