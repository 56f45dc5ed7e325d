import type { WireIn } from '../../core/contract/methods.ts';
import type { AuditRow } from '../../core/contract/shapes.ts';
import type { AppError } from '../../core/domain/errors.ts';
import type { Result } from '../../core/domain/result.ts';

/** Asks the core for rows of the trail. */
export type AskRows = (query: WireIn<'audit.query'>) => Promise<Result<readonly AuditRow[]>>;

/** A place of the trail: its row, still on its way, or not there although its number should be. */
export type AuditPlace = AuditRow | 'loading' | 'missing';

/** How many rows are asked for at once. */
export const pageSize = 100;
const keptPages = 60;

/**
 * The whole trail by row number. Numbers are without gaps in a trail that holds, so any place of a million rows is one keyset question
 * away; pages that were not looked at for long are forgotten.
 */
export interface AuditPages {
  at(id: number): AuditPlace;
  /** Asks for what is not there yet of these places. `headId` is the newest row there is. */
  want(fromId: number, toId: number, headId: number): void;
  /** Hears every change. */
  subscribe(listener: () => void): () => void;
  /** Rises with every change. */
  version(): number;
  /** Why the last question failed; null when it did not. */
  problem(): AppError | null;
}

interface Page {
  readonly rows: ReadonlyMap<number, AuditRow>;
  /** The newest row known when the page was asked for: an older head means that the page may have grown. */
  readonly headId: number;
}

/** The page, counted from 0, that holds a row. */
export function pageOf(id: number): number {
  return Math.floor((id - 1) / pageSize);
}

/** A trail of which nothing is known yet. */
export function createAuditPages(ask: AskRows): AuditPages {
  const pages = new Map<number, Page>();
  const underway = new Set<number>();
  const listeners = new Set<() => void>();
  let version = 0;
  let problem: AppError | null = null;

  function changed(): void {
    version += 1;
    for (const listener of listeners) listener();
  }

  async function load(page: number, headId: number): Promise<void> {
    underway.add(page);
    const answer = await ask({ beforeId: (page + 1) * pageSize + 1, limit: pageSize });
    underway.delete(page);
    problem = answer.ok ? null : answer.error;
    if (answer.ok) {
      const rows = answer.value.filter((row) => pageOf(row.id) === page);
      pages.delete(page);
      pages.set(page, { rows: new Map(rows.map((row) => [row.id, row])), headId });
      for (const oldest of pages.keys()) {
        if (pages.size <= keptPages) break;
        pages.delete(oldest);
      }
    }
    changed();
  }

  return {
    at(id) {
      const page = pages.get(pageOf(id));
      if (page === undefined) return 'loading';
      return page.rows.get(id) ?? (id <= page.headId ? 'missing' : 'loading');
    },
    want(fromId, toId, headId) {
      for (let page = pageOf(Math.max(1, fromId)); page <= pageOf(Math.max(1, toId)); page += 1) {
        const known = pages.get(page);
        const isWhole = known !== undefined && known.headId >= Math.min(headId, (page + 1) * pageSize);
        if (!isWhole && !underway.has(page)) void load(page, headId);
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    version: () => version,
    problem: () => problem,
  };
}
