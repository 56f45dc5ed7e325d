import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import type { AuditRow } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { counted } from '../../format/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import { rowPx } from '../../parts/table-frame.tsx';
import { type AuditFilter, type AuditSearch, type Found, searchAudit } from '../../state/audit-search.ts';
import { AuditLine, AuditTable, NewerRows } from './audit-line.tsx';

interface FilteredRowsProps {
  readonly filter: AuditFilter;
  readonly headId: number;
  readonly openId: number | null;
  readonly onOpen: (row: AuditRow) => void;
}

const nothingFound: Found = { rows: [], isWhole: false, problem: null };

/** The rows that fit a filter, newest first; older ones are asked for as the list is scrolled. */
export function FilteredRows({ filter, headId, openId, onOpen }: FilteredRowsProps): ReactElement {
  const scroller = useRef<HTMLDivElement>(null);
  const search = useRef<AuditSearch | null>(null);
  const [found, setFound] = useState<Found>(nothingFound);
  const [searchedHead, setSearchedHead] = useState(headId);
  const virtual = useVirtualizer({
    count: found.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const isAtEnd = (items.at(-1)?.index ?? 0) >= found.rows.length - 20;

  // biome-ignore lint/correctness/useExhaustiveDependencies: searching again begins at the newest row
  useEffect(() => {
    setFound(nothingFound);
    search.current = searchAudit((query) => bridge().ask['audit.query'](query), filter, setFound);
    return () => search.current?.stop();
  }, [filter, searchedHead]);
  useEffect(() => {
    if (isAtEnd && found.rows.length > 0) search.current?.more();
  }, [isAtEnd, found.rows.length]);

  return (
    <AuditTable rowCount={found.isWhole ? found.rows.length : -1} scroller={scroller} height={virtual.getTotalSize()}>
      {found.problem === null ? null : <Problem error={found.problem} />}
      <NewerRows count={headId - searchedHead} isSearch onShow={() => setSearchedHead(headId)} />
      {found.rows.length > 0 ? null : (
        <div className="table-empty">{found.isWhole ? 'No row fits this filter.' : 'Searching.'}</div>
      )}
      {items.map((item) => {
        const row = found.rows[item.index];
        return row === undefined ? null : (
          <AuditLine
            key={row.id}
            id={row.id}
            place={row}
            index={item.index}
            top={item.start}
            isOpen={row.id === openId}
            onOpen={onOpen}
          />
        );
      })}
      {found.rows.length > 0 ? (
        <p className="older" role="status" style={{ transform: `translateY(${virtual.getTotalSize()}px)` }}>
          {found.isWhole ? `${counted(found.rows.length)} rows fit.` : 'Searching further.'}
        </p>
      ) : null}
    </AuditTable>
  );
}
