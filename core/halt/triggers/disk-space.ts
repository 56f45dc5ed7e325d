import { statfs } from 'node:fs/promises';
import type { Clock } from '../../ports.ts';
import type { HaltControl } from '../halt.ts';

const periodMs = 30_000;
const megabyte = 1024n * 1024n;

/** Bytes that this user may still write under `folder`. */
export async function freeBytes(folder: string): Promise<bigint> {
  const { bavail, bsize } = await statfs(folder, { bigint: true });
  return bavail * bsize;
}

/**
 * Halts when less than `leastMegabytes` are free where the console keeps its books, while there is still room to write that down.
 * Space that cannot be read halts too. The cause counts as gone once half as much again is free. The answer stops watching.
 */
export function haltOnDiskSpace(
  halt: Pick<HaltControl, 'engage' | 'resolve' | 'state'>,
  clock: Clock,
  free: () => Promise<bigint>,
  leastMegabytes: () => number,
): () => void {
  const stands = (): boolean => halt.state().reasons.some(({ code, resolved }) => code === 'disk-full' && !resolved);
  const engage = (text: string): void => {
    if (!stands()) halt.engage({ source: 'automatic', code: 'disk-full', text });
  };
  async function look(): Promise<void> {
    try {
      const bytes = await free();
      const least = BigInt(leastMegabytes()) * megabyte;
      if (bytes < least) engage(`Only ${bytes / megabyte} MB are free where the console keeps its books`);
      else if (bytes * 2n >= least * 3n) halt.resolve('disk-full');
    } catch {
      engage('The free space where the console keeps its books could not be read');
    }
  }
  void look();
  return clock.every(periodMs, () => void look());
}
