import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Rectangle } from 'electron';
import * as z from 'zod';

const Pixels = z.number().int().min(-100_000).max(100_000);
const Bounds = z.strictObject({ x: Pixels, y: Pixels, width: Pixels.min(1), height: Pixels.min(1) });
const mostPlaces = 8;
const Place = z.strictObject({ displayId: z.number(), bounds: Bounds, isMaximized: z.boolean() });
const Places = z.array(Place).max(mostPlaces);

/** Where the console window was on one display, not maximised, and whether it was. */
export type Place = z.output<typeof Place>;

/** One display that is there now: its number, and the part of it that windows may use. */
export interface Screen {
  readonly id: number;
  readonly workArea: Rectangle;
}

/** Where the console window was, one place a display, the latest first; none when that was never kept or cannot be read. */
export function rememberedPlaces(file: string): readonly Place[] {
  try {
    const parsed = Places.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

/** Keeps where the console window is now. A place that cannot be written is forgotten: nothing depends on it. */
export function rememberPlace(file: string, place: Place): void {
  const others = rememberedPlaces(file).filter(({ displayId }) => displayId !== place.displayId);
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, JSON.stringify([place, ...others].slice(0, mostPlaces)), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch {
    return;
  }
}

const leastVisiblePx = 100;

/**
 * The latest place on a display that is there now and where a person could still grab it: at least 100 x 100 px of it in the display's
 * work area. Without one, the size of the latest only, no larger than the largest work area.
 */
export function placeOn(
  places: readonly Place[],
  screens: readonly Screen[],
): { readonly bounds: Partial<Rectangle>; readonly isMaximized: boolean } {
  const usable = places.find((place) => {
    const screen = screens.find(({ id }) => id === place.displayId);
    return screen !== undefined && isVisible(place.bounds, screen.workArea);
  });
  if (usable !== undefined) return usable;
  const latest = places[0];
  if (latest === undefined) return { bounds: {}, isMaximized: false };
  return {
    bounds: {
      width: Math.min(latest.bounds.width, Math.max(0, ...screens.map(({ workArea }) => workArea.width))),
      height: Math.min(latest.bounds.height, Math.max(0, ...screens.map(({ workArea }) => workArea.height))),
    },
    isMaximized: latest.isMaximized,
  };
}

function isVisible(bounds: Rectangle, area: Rectangle): boolean {
  return (
    overlap(bounds.x, bounds.width, area.x, area.width) >= leastVisiblePx &&
    overlap(bounds.y, bounds.height, area.y, area.height) >= leastVisiblePx
  );
}

function overlap(startA: number, lengthA: number, startB: number, lengthB: number): number {
  return Math.min(startA + lengthA, startB + lengthB) - Math.max(startA, startB);
}
