import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Rectangle } from 'electron';
import * as z from 'zod';

const Pixels = z.number().int().min(-100_000).max(100_000);
const Bounds = z.strictObject({ x: Pixels, y: Pixels, width: Pixels.min(1), height: Pixels.min(1) });

/** Where the console window was; null when that was never kept or cannot be read. */
export function rememberedBounds(file: string): Rectangle | null {
  try {
    const parsed = Bounds.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Keeps where the console window is. A place that cannot be written is forgotten: nothing depends on it. */
export function rememberBounds(file: string, bounds: Rectangle): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, JSON.stringify(bounds), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch {
    return;
  }
}

const leastVisiblePx = 100;

/**
 * The remembered place if a person could still grab it: at least 100 x 100 px of it on one of the present screens; else its size only,
 * and no larger than the largest screen.
 */
export function fitToScreens(bounds: Rectangle, screens: readonly Rectangle[]): Partial<Rectangle> {
  const isVisible = screens.some(
    (screen) =>
      overlap(bounds.x, bounds.width, screen.x, screen.width) >= leastVisiblePx &&
      overlap(bounds.y, bounds.height, screen.y, screen.height) >= leastVisiblePx,
  );
  if (isVisible) return bounds;
  return {
    width: Math.min(bounds.width, Math.max(0, ...screens.map((screen) => screen.width))),
    height: Math.min(bounds.height, Math.max(0, ...screens.map((screen) => screen.height))),
  };
}

function overlap(startA: number, lengthA: number, startB: number, lengthB: number): number {
  return Math.min(startA + lengthA, startB + lengthB) - Math.max(startA, startB);
}
