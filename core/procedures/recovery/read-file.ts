import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/**
 * A file's bytes, without ever waiting on it: a regular file of at most `mostBytes`, and no link. Null for everything else. The caller
 * overwrites them.
 */
export function readRegularFile(path: string, mostBytes: number): Buffer | null {
  // Windows has neither flag; there, links need rights of their own and FIFOs are not files.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  let handle: number | null = null;
  try {
    handle = openSync(path, flags);
    const found = fstatSync(handle);
    if (!found.isFile() || found.size > mostBytes) return null;
    const bytes = Buffer.alloc(found.size);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(handle, bytes, length, bytes.length - length, length);
      if (read === 0) return null;
      length += read;
    }
    return bytes;
  } catch {
    return null;
  } finally {
    if (handle !== null) closeSync(handle);
  }
}
