const firstMs = 500;
const longestMs = 30_000;

/** A core that stayed ready this long is taken as healthy: the next crash starts counting anew. */
export const healthyAfterMs = 60_000;

/** How long to wait before the core is started again after `failures` ends in a row (at least 1): 0.5 s, doubling, at most 30 s. */
export function backOffMs(failures: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1));
}
