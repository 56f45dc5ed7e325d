import type { ReactElement, ReactNode, RefObject } from 'react';
import type { AuditRow } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { counted } from '../../format/amount.ts';
import { localTime, momentWithZone } from '../../format/time.ts';
import { Cell, TableFrame, TableLine } from '../../parts/table-frame.tsx';
import type { AuditPlace } from '../../state/audit-pages.ts';

const heads = [
  { key: 'row', title: 'Row', isFigure: true },
  ...['Time', 'Type', 'Level', 'Status', 'Actor', 'Subject', 'Body'].map((title) => ({ key: title, title })),
];
/** As much of a body as a line can show; the whole is one press away. */
const bodyStart = 300;

interface AuditTableProps {
  /** -1 while it is not known. */
  readonly rowCount: number;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly height: number;
  readonly children: ReactNode;
}

/** The frame of the trail's rows. */
export function AuditTable(props: AuditTableProps): ReactElement {
  return <TableFrame label="Audit trail" className="audit-table" heads={heads} isReadOnly={false} {...props} />;
}

interface AuditLineProps {
  readonly id: number;
  readonly place: AuditPlace;
  readonly index: number;
  readonly top: number;
  readonly isOpen: boolean;
  readonly onOpen: (row: AuditRow) => void;
}

/** One row of the trail. One that should be there and is not says so. */
export function AuditLine({ id, place, index, top, isOpen, onOpen }: AuditLineProps): ReactElement {
  const row = typeof place === 'string' ? null : place;
  return (
    <TableLine index={index} top={top} isOpen={isOpen} onOpen={() => row !== null && onOpen(row)}>
      <Cell className="figure-cell">{counted(id)}</Cell>
      {row === null ? (
        <Cell className={place === 'missing' ? 'missing-row' : 'nothing'}>
          {place === 'missing' ? 'This row is missing.' : ''}
        </Cell>
      ) : (
        <Cells row={row} />
      )}
    </TableLine>
  );
}

function Cells({ row }: { readonly row: AuditRow }): ReactElement {
  const atMs = Date.parse(row.timestamp);
  const subject = shownText(row.subject);
  return (
    <>
      <Cell className="mono">
        {Number.isNaN(atMs) ? shownText(row.timestamp) : <time title={momentWithZone(atMs)}>{localTime(atMs)}</time>}
      </Cell>
      <Cell className="event-type">{shownText(row.eventType)}</Cell>
      <Cell className="level" data={{ 'data-level': row.level }}>
        {row.level}
      </Cell>
      <Cell className="row-status" data={{ 'data-status': row.status }}>
        {row.status}
      </Cell>
      <Cell>{shownText(row.actor)}</Cell>
      <Cell className="mono" title={subject}>
        {subject}
      </Cell>
      <Cell className="mono nothing">{row.body === null ? 'cleared' : shownText(row.body.slice(0, bodyStart))}</Cell>
    </>
  );
}

interface NewerRowsProps {
  readonly count: number;
  readonly isSearch?: boolean;
  readonly onShow: () => void;
}

/** How many rows came since; pressed, they are shown. */
export function NewerRows({ count, isSearch = false, onShow }: NewerRowsProps): ReactElement | null {
  if (count <= 0) return null;
  return (
    <div className="newer">
      <button type="button" className="button" onClick={onShow}>
        {counted(count)} newer {count === 1 ? 'row' : 'rows'}
        {isSearch ? ': search again' : ''}
      </button>
    </div>
  );
}
