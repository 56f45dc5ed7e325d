import { grouped } from './amount.ts';

/**
 * Where a decimal text lies on a chart or how long its bar is: for pixels only, never compared or sent. The one place in the window
 * where an amount becomes a JavaScript number.
 */
export function plottedNumber(text: string): number {
  return +text;
}

/** How a place on a chart's axis is labelled, to `scale` decimals. A label of the axis, never an amount of an order. */
export function axisLabel(plotted: number, scale: number): string {
  const digits = { useGrouping: false, minimumFractionDigits: scale, maximumFractionDigits: scale };
  return grouped(new Intl.NumberFormat('en-US', digits).format(plotted));
}
