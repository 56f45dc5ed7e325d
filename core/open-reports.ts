import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dayPage } from './contract/report-pages/day-page.ts';
import type { DayReport, HaltReport, ReportSpan, WrittenSheet } from './contract/shapes.ts';
import { ok, type Result } from './domain/result.ts';
import { readUtcDay, utcDay } from './domain/utc-day.ts';
import { exportFile } from './exports-folder.ts';
import type { HandlerParts } from './handlers/parts.ts';
import { type BookFacts, readBook } from './reports/book-facts.ts';
import { dayReport } from './reports/day-report.ts';
import { gatherDay, type ReadBooks, type Span } from './reports/gather-day.ts';
import { gatherHalt } from './reports/gather-halt.ts';
import { haltReport } from './reports/halt-report.ts';
import { pageHtml } from './reports/page-html.ts';
import { openDatabase } from './store/database.ts';
import { stored } from './store/stored.ts';
import { writeWhole } from './store/whole-file.ts';
import { tradingMigrations } from './trading/migrations.ts';
import { betweenRows } from './trading/record.ts';

/** What happened, told from the audit trail and the journals of orders. */
export interface Reports {
  /** `storage-failed`, or why trading on paper could not be opened. */
  day(span: ReportSpan): Promise<Result<DayReport>>;
  /** The halt of this row, or the newest: `not-found`, `conflict` for a row of something else, else as `day`. */
  incident(auditId: number | null): Promise<Result<HaltReport>>;
  /** Writes the report of a day as a page under `<data>/exports` (mode 0600), between two rows. As `day`, and `audit-failed`. */
  writeDay(span: ReportSpan, actor: string): Promise<Result<WrittenSheet>>;
}

const dayMs = 86_400_000;

/** The reports of a data folder. They change nothing, and read live.db without opening it for anything else. */
export function openReports(
  parts: Pick<HandlerParts, 'audit' | 'changed' | 'clock' | 'custody' | 'dataFolder' | 'paper' | 'record'>,
): Reports {
  const { audit, clock, custody, dataFolder, record } = parts;

  const readLive = (span: Span, orderIds: readonly string[]): Result<readonly BookFacts[]> => {
    const file = join(dataFolder, 'live.db');
    if (!existsSync(file)) return ok([]);
    const live = openDatabase(file, tradingMigrations, { readonly: true });
    if (!live.ok) return live;
    try {
      const book = readBook('live', live.value, span, orderIds);
      return book.ok ? ok([book.value]) : book;
    } finally {
      live.value.close();
    }
  };

  const readBooks: ReadBooks = async (span, orderIds) => {
    const paper = await parts.paper();
    if (!paper.ok) return paper;
    const book = readBook('paper', paper.value.database, span, orderIds);
    if (!book.ok) return book;
    const live = readLive(span, orderIds);
    return live.ok ? ok([...live.value, book.value]) : live;
  };

  const labels = (): Result<ReadonlyMap<string, string>> => {
    const listed = custody.list();
    if (!listed.ok) return listed;
    return ok(new Map(listed.value.credentials.map(({ credentialId, label }) => [credentialId, label])));
  };

  const spanOf = (wanted: ReportSpan): Span => {
    if ('fromMs' in wanted) return wanted;
    const fromMs = readUtcDay(wanted.day ?? utcDay(clock.nowMs())) ?? 0;
    return { fromMs, toMs: fromMs + dayMs };
  };

  const day = async (wanted: ReportSpan): Promise<Result<DayReport>> => {
    const span = spanOf(wanted);
    const named = labels();
    if (!named.ok) return named;
    const gathered = await gatherDay(audit, readBooks, span);
    if (!gathered.ok) return gathered;
    const told = { nowMs: clock.nowMs(), labels: named.value, trail: audit.chain().state };
    return ok(dayReport({ ...span, ...gathered.value, ...told }));
  };

  const write = async (wanted: ReportSpan): Promise<Result<WrittenSheet>> => {
    const report = await day(wanted);
    if (!report.ok) return report;
    const html = pageHtml(dayPage(report.value));
    const name = `report-${utcDay(report.value.fromMs)}`;
    const file = stored('the report could not be written', () => {
      const path = exportFile(dataFolder, clock, name, 'html');
      writeWhole(path, new TextEncoder().encode(html));
      return path;
    });
    return file.ok ? ok({ html: file.value, pdf: null }) : file;
  };

  return {
    day,
    async incident(auditId) {
      const named = labels();
      if (!named.ok) return named;
      const nowMs = clock.nowMs();
      const gathered = await gatherHalt(audit, readBooks, auditId, nowMs);
      if (!gathered.ok) return gathered;
      return ok(haltReport({ ...gathered.value, nowMs, labels: named.value, trail: audit.chain().state }));
    },
    writeDay: (wanted, actor) =>
      betweenRows(
        { record, ended: parts.changed },
        { eventType: 'report-written', actor, subject: `day ${utcDay(spanOf(wanted).fromMs)}` },
        {},
        () => write(wanted),
      ),
  };
}
