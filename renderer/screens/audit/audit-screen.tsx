import { type ReactElement, useEffect, useState } from 'react';
import type { AuditRow } from '../../../core/contract/shapes.ts';
import { type AuditFilter, hasUnreadableTime, isNoFilter, noFilter } from '../../state/audit-search.ts';
import { useConsole } from '../../state/console-store.ts';
import { AuditDetail } from './audit-detail.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditUpkeep } from './audit-upkeep.tsx';
import { ChainState } from './chain-state.tsx';
import { DayReportView } from './day-report.tsx';
import { FilteredRows } from './filtered-rows.tsx';
import { TrailRows } from './trail-rows.tsx';

const restMs = 250;

/** The audit trail: how far it holds, every row by number or by filter, any row in full, and what happened on a day. */
export function AuditScreen(): ReactElement {
  const [filter, setFilter] = useState<AuditFilter>(noFilter);
  const applied = useRested(filter);
  const [openId, setOpenId] = useState<number | null>(null);
  const audit = useConsole((state) => state.status?.audit);
  const [isReport, setReport] = useState(false);
  const open = (row: AuditRow) => setOpenId((known) => (known === row.id ? null : row.id));
  if (isReport) {
    return (
      <div className="audit">
        <ChainState audit={audit} />
        <DayReportView onClose={() => setReport(false)} />
      </div>
    );
  }
  return (
    <div className="audit">
      <ChainState audit={audit} />
      <AuditFilters filter={filter} onChange={setFilter} />
      <AuditUpkeep filter={applied} onReport={() => setReport(true)} />
      <div className="with-aside audit-body">
        {audit === undefined ? (
          <div className="table-empty">The core is starting.</div>
        ) : hasUnreadableTime(applied) ? (
          <div className="table-empty">
            Write a time as 2026-01-31 or 2026-01-31 14:30. Nothing is searched until then.
          </div>
        ) : isNoFilter(applied) ? (
          <TrailRows headId={audit.headId} openId={openId} onOpen={open} />
        ) : (
          <FilteredRows filter={applied} headId={audit.headId} openId={openId} onOpen={open} />
        )}
        {openId === null ? null : <AuditDetail key={openId} id={openId} onClose={() => setOpenId(null)} />}
      </div>
    </div>
  );
}

/** The filter once typing rests. */
function useRested(filter: AuditFilter): AuditFilter {
  const [rested, setRested] = useState(filter);
  useEffect(() => {
    const timer = setTimeout(() => setRested(filter), restMs);
    return () => clearTimeout(timer);
  }, [filter]);
  return rested;
}
