import type { ReactElement } from 'react';
import { momentWithZone, shortTime } from '../format/time.ts';
import { useNow } from '../state/now.ts';

/** A moment in local time, shortened to the time of day when it is of today; the whole moment with its zone on hover. */
export function Moment({ atMs }: { readonly atMs: number }): ReactElement {
  const nowMs = useNow();
  return (
    <time dateTime={new Date(atMs).toISOString()} title={momentWithZone(atMs)}>
      {shortTime(atMs, nowMs)}
    </time>
  );
}
