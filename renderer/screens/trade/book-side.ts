import type { Level } from '../../../core/contract/shapes.ts';
import { add, type DecimalText, zero } from '../../../core/domain/money.ts';
import { grouped } from '../../format/amount.ts';
import { plottedNumber } from '../../format/plotted-number.ts';
import { setText } from '../../parts/set-text.ts';

/** The height of a row of the book; books.css has the same. */
export const bookRowPx = 20;

/** One side of the book as rows of the page, drawn without React because they change with every frame. */
export interface BookSide {
  /** Draws the best levels, as many as rows fit. `fullDepth` is the total that fills a bar; `mine` are the prices of own orders. */
  draw(levels: readonly RunningLevel[], fullDepth: DecimalText, mine: ReadonlySet<string>): void;
  /** Makes as many rows as fit. */
  resize(count: number): void;
}

/** A level with the total amount up to and including it. */
export interface RunningLevel {
  readonly price: DecimalText;
  readonly amount: DecimalText;
  readonly total: DecimalText;
}

/** The levels with their running totals, best first, at most `count`. */
export function runningLevels(levels: readonly Level[], count: number): readonly RunningLevel[] {
  let total = zero;
  return levels.slice(0, count).map(([price, amount]) => {
    total = add(total, amount);
    return { price, amount, total };
  });
}

interface SideOptions {
  readonly place: HTMLElement;
  readonly priceScale: number;
  readonly amountScale: number;
  readonly word: string;
  readonly onPick: (price: DecimalText) => void;
}

interface Row {
  readonly button: HTMLButtonElement;
  readonly price: HTMLSpanElement;
  readonly amount: HTMLSpanElement;
  readonly total: HTMLSpanElement;
  level: RunningLevel | null;
}

/** A side of the book inside `place`: the first row is the best level; where it stands is the style's. Arrow keys walk the rows. */
export function createBookSide({ place, priceScale, amountScale, word, onPick }: SideOptions): BookSide {
  const rows: Row[] = [];

  function makeRow(): Row {
    const button = document.createElement('button');
    const [price, amount, total] = [span(), span(), span()];
    const row: Row = { button, price, amount, total, level: null };
    button.type = 'button';
    button.className = 'book-row';
    button.tabIndex = rows.length === 0 ? 0 : -1;
    button.append(price, amount, total);
    button.addEventListener('click', () => row.level !== null && onPick(row.level.price));
    button.addEventListener('keydown', (event) => walk(event, rows.indexOf(row)));
    return row;
  }

  function walk(event: KeyboardEvent, at: number): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    const step = (event.key === 'ArrowDown') === (word === 'Bid') ? 1 : -1;
    rows[at + step]?.button.focus();
    event.preventDefault();
  }

  return {
    resize(count) {
      while (rows.length > count) rows.pop()?.button.remove();
      while (rows.length < count) {
        const row = makeRow();
        rows.push(row);
        place.append(row.button);
      }
    },
    draw(levels, fullDepth, mine) {
      const full = plottedNumber(fullDepth);
      for (const [index, row] of rows.entries()) {
        const level = levels[index] ?? null;
        drawRow(row, level, full, level !== null && mine.has(level.price));
      }
    },
  };

  function drawRow(row: Row, level: RunningLevel | null, full: number, isMine: boolean): void {
    const { button, level: drawn } = row;
    if (button.dataset.mine !== String(isMine)) {
      button.dataset.mine = String(isMine);
      button.title = isMine ? `An order of yours waits here. ${word}.` : '';
    }
    const depth = level === null || full === 0 ? '0' : String(Math.min(1, plottedNumber(level.total) / full));
    if (button.style.getPropertyValue('--depth') !== depth) button.style.setProperty('--depth', depth);
    row.level = level;
    if (level?.price !== drawn?.price) setText(row.price, level === null ? '' : grouped(level.price, priceScale));
    if (level?.amount !== drawn?.amount) setText(row.amount, level === null ? '' : grouped(level.amount, amountScale));
    if (level?.total !== drawn?.total) setText(row.total, level === null ? '' : grouped(level.total, amountScale));
    button.disabled = level === null;
  }
}

function span(): HTMLSpanElement {
  return document.createElement('span');
}
