import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactElement, type ReactNode, useRef } from 'react';
import { Cell, EmptyLine, rowPx, TableFrame, TableLine } from './table-frame.tsx';

/** One column: its title, its width as a grid track, and what a cell shows. */
export interface Column<T> {
  readonly key: string;
  readonly title: string;
  readonly width: string;
  readonly isFigure?: boolean;
  /** The title is for those who hear it: what the column holds says itself. */
  readonly isTitleHidden?: boolean;
  readonly cell: (row: T) => ReactNode;
}

interface DataTableProps<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  /** Said in place of rows when there are none. */
  readonly empty: ReactNode;
  readonly selectedKey?: string | null;
  readonly onOpen?: (row: T) => void;
}

/** A table over rows that the window holds. */
export function DataTable<T>(props: DataTableProps<T>): ReactElement {
  const { columns, rows, onOpen } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
  });
  return (
    <TableFrame
      label={props.label}
      heads={columns}
      tracks={columns.map((column) => column.width).join(' ')}
      rowCount={rows.length}
      scroller={scroller}
      height={virtual.getTotalSize()}
      isReadOnly={onOpen === undefined}
    >
      {rows.length === 0 ? <EmptyLine>{props.empty}</EmptyLine> : null}
      {virtual.getVirtualItems().map((item) => {
        const row = rows[item.index];
        if (row === undefined) return null;
        const key = props.rowKey(row);
        return (
          <TableLine
            key={key}
            index={item.index}
            top={item.start}
            isOpen={key === props.selectedKey}
            onOpen={onOpen === undefined ? null : () => onOpen(row)}
          >
            {columns.map((column) => {
              const content = column.cell(row);
              const hover = typeof content === 'string' ? { title: content } : {};
              return (
                <Cell key={column.key} className={column.isFigure ? 'figure-cell' : ''} {...hover}>
                  {content}
                </Cell>
              );
            })}
          </TableLine>
        );
      })}
    </TableFrame>
  );
}
