import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactElement, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { AuditRow } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { counted } from '../../format/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import { rowPx } from '../../parts/table-frame.tsx';
import { createAuditPages } from '../../state/audit-pages.ts';
import { AuditLine, AuditTable, NewerRows } from './audit-line.tsx';

/** The tallest page a browser draws right: a little over a million rows. Older ones are reached by the time filter. */
const tallest = 1_150_000;

interface TrailRowsProps {
  readonly headId: number;
  readonly openId: number | null;
  readonly onOpen: (row: AuditRow) => void;
}

/**
 * The whole trail, newest first: every row has its place from the start, so the scroll bar spans all of them. At the top it follows
 * new rows; further down it stays still and says how many are newer.
 */
export function TrailRows({ headId, openId, onOpen }: TrailRowsProps): ReactElement {
  const scroller = useRef<HTMLDivElement>(null);
  const [pages] = useState(() => createAuditPages((query) => bridge().ask['audit.query'](query)));
  const [shownHead, setShownHead] = useState(headId);
  useSyncExternalStore(pages.subscribe, pages.version);
  const count = Math.min(shownHead, tallest);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const newest = shownHead - (items[0]?.index ?? 0);
  const oldest = shownHead - (items.at(-1)?.index ?? 0);

  useEffect(() => {
    if ((scroller.current?.scrollTop ?? 0) < rowPx) setShownHead(headId);
  }, [headId]);
  useEffect(() => {
    if (shownHead > 0) pages.want(oldest, newest, shownHead);
  }, [pages, oldest, newest, shownHead]);

  function toTop(): void {
    setShownHead(headId);
    virtual.scrollToOffset(0);
  }

  const problem = pages.problem();
  return (
    <AuditTable rowCount={count} scroller={scroller} height={virtual.getTotalSize()}>
      {problem === null ? null : <Problem error={problem} />}
      <NewerRows count={headId - shownHead} onShow={toTop} />
      {count === 0 ? <div className="table-empty">The trail has no rows yet.</div> : null}
      {items.map((item) => {
        const id = shownHead - item.index;
        return (
          <AuditLine
            key={id}
            id={id}
            place={pages.at(id)}
            index={item.index}
            top={item.start}
            isOpen={id === openId}
            onOpen={onOpen}
          />
        );
      })}
      {shownHead > tallest ? (
        <p className="older" style={{ transform: `translateY(${virtual.getTotalSize()}px)` }}>
          Row {counted(shownHead - tallest)} and older: use the time filter.
        </p>
      ) : null}
    </AuditTable>
  );
}
