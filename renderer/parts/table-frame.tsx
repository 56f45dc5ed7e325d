// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by their offset cannot be rows of a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: the heads of these columns are not pressed
import type { CSSProperties, KeyboardEvent, ReactElement, ReactNode, RefObject } from 'react';

/** The height of a row; tables.css has the same. */
export const rowPx = 28;

interface TableFrameProps {
  readonly label: string;
  readonly className?: string;
  readonly heads: readonly {
    readonly key: string;
    readonly title: string;
    readonly isFigure?: boolean;
    readonly isTitleHidden?: boolean;
  }[];
  /** The widths as grid tracks; the style sheet's when not given. */
  readonly tracks?: string;
  /** How many rows there are; -1 while it is not known. */
  readonly rowCount: number;
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** The height that all rows together have. */
  readonly height: number;
  readonly isReadOnly: boolean;
  readonly children: ReactNode;
}

/** The frame of a table of which only the rows in sight are in the page. */
export function TableFrame(props: TableFrameProps): ReactElement {
  const style = props.tracks === undefined ? undefined : ({ '--tracks': props.tracks } as CSSProperties);
  return (
    <div
      className={`table ${props.className ?? ''}`}
      role="table"
      aria-label={props.label}
      aria-rowcount={props.rowCount < 0 ? -1 : props.rowCount + 1}
      style={style}
    >
      <div role="rowgroup">
        <div className="table-row table-head" role="row" aria-rowindex={1}>
          {props.heads.map((head) => (
            <div key={head.key} role="columnheader" className={head.isFigure ? 'figure-cell' : ''}>
              {head.isTitleHidden ? <span className="visually-hidden">{head.title}</span> : head.title}
            </div>
          ))}
        </div>
      </div>
      <div className="table-scroll" role="rowgroup" ref={props.scroller} tabIndex={props.isReadOnly ? 0 : -1}>
        <div className="table-space" style={{ height: props.height }}>
          {props.children}
        </div>
      </div>
    </div>
  );
}

/** What is said in place of rows when there are none. */
export function EmptyLine({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <div role="row">
      <div role="cell" className="table-empty">
        {children}
      </div>
    </div>
  );
}

interface TableLineProps {
  readonly index: number;
  readonly top: number;
  readonly isOpen: boolean;
  /** What opening the row does; null where rows are only read. */
  readonly onOpen: (() => void) | null;
  readonly children: ReactNode;
}

/** One row at its place. A row that can be opened answers to click, Enter, space and the arrow keys. */
export function TableLine({ index, top, isOpen, onOpen, children }: TableLineProps): ReactElement {
  const style = { transform: `translateY(${top}px)` };
  if (onOpen === null) {
    return (
      <div className="table-row" role="row" aria-rowindex={index + 2} style={style}>
        {children}
      </div>
    );
  }
  return (
    <div
      className="table-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      tabIndex={0}
      style={style}
      onClick={onOpen}
      onKeyDown={(event) => walk(event, onOpen)}
    >
      {children}
    </div>
  );
}

interface CellProps {
  readonly className?: string;
  readonly title?: string;
  readonly data?: Readonly<Record<`data-${string}`, string>>;
  readonly children: ReactNode;
}

/** One cell. */
export function Cell({ className, title, data, children }: CellProps): ReactElement {
  return (
    <div role="cell" className={className} title={title} {...data}>
      {children}
    </div>
  );
}

function walk(event: KeyboardEvent<HTMLDivElement>, open: () => void): void {
  const line = event.currentTarget;
  if (event.target !== line) return;
  if (event.key === 'Enter' || event.key === ' ') open();
  else if (event.key === 'ArrowDown') focusLine(line.nextElementSibling);
  else if (event.key === 'ArrowUp') focusLine(line.previousElementSibling);
  else return;
  event.preventDefault();
}

function focusLine(line: Element | null): void {
  if (line instanceof HTMLElement && line.getAttribute('role') === 'row') line.focus();
}
