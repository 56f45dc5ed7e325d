/** Red, green, blue of 0 to 255. */
type Colour = readonly [red: number, green: number, blue: number];

/** All lengths below are in pixels of a picture of this side. */
const drawnSide = 1024;
const top: Colour = [31, 41, 55];
const bottom: Colour = [13, 16, 20];
const stone: Colour = [96, 165, 250];
const iron: Colour = [229, 231, 235];

const middle = 512;
/** The gateway: a round arch on straight posts. */
const arch = { centreY: 470, radius: 250, foot: 830, frame: 44 } as const;
/** The gate: bars that end in points, half drawn up. */
const bars = { at: [-156, -52, 52, 156], halfWidth: 21, pointFrom: 650, pointTo: 716 } as const;
const crossBars = { at: [330, 452, 574], halfWidth: 17 } as const;
const tile = { inset: 64, corner: 200 } as const;

/**
 * The program's icon, a portcullis half drawn up in its gateway, as `side` times `side` pixels of red, green, blue and alpha. Every edge is
 * softened over one pixel.
 */
export function iconPicture(side: number): Buffer {
  const pixels = Buffer.alloc(side * side * 4);
  const scale = drawnSide / side;
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const colour = colourAt((column + 0.5) * scale, (row + 0.5) * scale, scale);
      pixels.set(colour, (row * side + column) * 4);
    }
  }
  return pixels;
}

function colourAt(x: number, y: number, scale: number): readonly number[] {
  const covered = (distance: number) => Math.max(0, Math.min(1, 0.5 - distance / scale));
  const alpha = covered(outsideTile(x, y));
  if (alpha === 0) return [0, 0, 0, 0];
  const opening = outsideArch(x, y, arch.radius);
  const frame = Math.max(outsideArch(x, y, arch.radius + arch.frame), -opening);
  const gate = Math.max(opening, Math.min(outsideBars(x, y), outsideCrossBars(y)));
  const share = (y - tile.inset) / (drawnSide - 2 * tile.inset);
  const behind = mixed(top, bottom, Math.max(0, Math.min(1, share)));
  const painted = mixed(mixed(behind, iron, covered(gate)), stone, covered(frame));
  return [...painted.map(Math.round), Math.round(alpha * 255)];
}

/** How far a place is outside of a shape; below zero inside. */
function outsideTile(x: number, y: number): number {
  const reach = drawnSide / 2 - tile.inset - tile.corner;
  const dx = Math.max(0, Math.abs(x - middle) - reach);
  const dy = Math.max(0, Math.abs(y - middle) - reach);
  return Math.hypot(dx, dy) - tile.corner;
}

function outsideArch(x: number, y: number, radius: number): number {
  if (y < arch.centreY) return Math.hypot(x - middle, y - arch.centreY) - radius;
  return Math.max(Math.abs(x - middle) - radius, y - arch.foot);
}

function outsideBars(x: number, y: number): number {
  const taper = (bars.pointTo - y) / (bars.pointTo - bars.pointFrom);
  const halfWidth = bars.halfWidth * Math.max(0, Math.min(1, taper));
  const across = Math.min(...bars.at.map((at) => Math.abs(x - middle - at)));
  return Math.max(across - halfWidth, y - bars.pointTo);
}

function outsideCrossBars(y: number): number {
  return Math.min(...crossBars.at.map((at) => Math.abs(y - at))) - crossBars.halfWidth;
}

function mixed(from: Colour, to: Colour, share: number): Colour {
  const part = (index: 0 | 1 | 2) => from[index] + (to[index] - from[index]) * share;
  return [part(0), part(1), part(2)];
}
