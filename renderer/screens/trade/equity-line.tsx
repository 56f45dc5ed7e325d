import type { ReactElement } from 'react';
import type { EquityPoint } from '../../../core/contract/shapes.ts';
import { grouped } from '../../format/amount.ts';
import { plottedNumber } from '../../format/plotted-number.ts';
import { timeOfDay } from '../../format/time.ts';

const width = 320;
const height = 48;

/** The account's worth over time as a line; its first and last worth are said to those who cannot see it. */
export function EquityLine({ line }: { readonly line: readonly EquityPoint[] }): ReactElement | null {
  const [first, last] = [line[0], line.at(-1)];
  if (first === undefined || last === undefined || line.length < 2) return null;
  const values = line.map(({ equity }) => plottedNumber(equity));
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const startMs = first.atMs;
  const lengthMs = last.atMs - startMs || 1;
  const points = line.map(({ atMs }, index) => {
    const x = ((atMs - startMs) / lengthMs) * width;
    const y = height - 2 - (((values[index] ?? low) - low) / span) * (height - 4);
    return `${x},${y}`;
  });
  const words = `Equity from ${grouped(first.equity)} at ${timeOfDay(first.atMs)} to ${grouped(last.equity)} now`;
  return (
    <svg
      className="equity-line"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words}
    >
      <polyline points={points.join(' ')} />
    </svg>
  );
}
