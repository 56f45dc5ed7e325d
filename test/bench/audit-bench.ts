import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { type Audit, type AuditEntry, openAudit } from '../../core/audit/audit.ts';
import { headFileFor } from '../../core/head-file.ts';
import { systemClock, systemIds } from '../../core/node-ports.ts';

const rows = 20_000;
const inFlight = 64;
const singles = 300;
const trailRows = 1_000_000;
const turns = 3;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const key = new Uint8Array(32).fill(7);
const entry = (row: number): AuditEntry => ({
  eventType: row % 10 === 0 ? 'halt' : 'order',
  level: row % 50 === 0 ? 'error' : 'info',
  status: row % 7 === 0 ? 'failed' : 'ok',
  actor: 'bench',
  subject: `order-${row}`,
  body: { row, filled: '0.01', note: 'measured' },
});

/** What the audit trail measured, each figure beside its goal. */
export async function measureAudit(folder: string) {
  const best: { appends: number; raw: number }[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const raw = rawInserts(join(folder, `raw-${turn}`));
    best.push({ appends: await groupedAppends(join(folder, `grouped-${turn}`)), raw });
  }
  best.sort((a, b) => a.appends / a.raw - b.appends / b.raw);
  const middle = best[Math.floor(turns / 2)] ?? { appends: 0, raw: 1 };
  const single = singleCommits(join(folder, 'single'));
  const trail = await trailFigures(join(folder, 'trail'));
  return {
    appends64: {
      what: `durable appends with ${inFlight} in flight beside raw inserts of the same rows in groups of ${inFlight}, median of ${turns}`,
      perSecond: Math.round(middle.appends),
      rawPerSecond: Math.round(middle.raw),
      ratio: round(middle.appends / middle.raw),
      goal: { ratio: 0.7 },
    },
    singleAppend: { what: 'one durable append beside one raw commit, median', ...single, goal: { ratio: 1.5 } },
    ...trail,
  };
}

function open(folder: string): Audit {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const opened = openAudit({
    file: join(folder, 'audit.db'),
    clock: systemClock,
    ids: systemIds,
    log: quiet,
    key,
    headFile: headFileFor(folder, {}, join(folder, 'heads')),
    emergencyFile: join(folder, 'audit-emergency.jsonl'),
  });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

async function groupedAppends(folder: string): Promise<number> {
  const audit = open(folder);
  const startedMs = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < rows) {
      next += 1;
      const written = await audit.append(entry(next));
      if (!written.ok) throw new Error(written.error.code);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const perSecond = rows / ((performance.now() - startedMs) / 1_000);
  audit.close();
  return perSecond;
}

/** A table of the same columns and indexes without triggers, hashes or checks: what SQLite itself takes. */
function rawTable(folder: string) {
  mkdirSync(folder, { recursive: true });
  const database = new SqliteDatabase(join(folder, 'raw.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(`CREATE TABLE events (v INTEGER, id INTEGER PRIMARY KEY, timestamp TEXT, event_type TEXT, level TEXT, status TEXT,
    actor TEXT, subject TEXT, body TEXT, body_hash TEXT, prev_hash TEXT, hash TEXT, mac TEXT, retain_until TEXT);
    CREATE INDEX events_by_type ON events (event_type, status, level);
    CREATE INDEX events_by_status ON events (status, level);`);
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const hash = 'a'.repeat(64);
  const put = (id: number): void => {
    const { eventType, level, status, actor, subject, body } = entry(id);
    const time = '2026-11-24T10:00:00.000Z';
    insert.run(
      1,
      id,
      time,
      eventType,
      level,
      status,
      actor,
      subject,
      JSON.stringify(body),
      hash,
      hash,
      hash,
      null,
      time,
    );
  };
  return {
    database,
    put,
    group: database.transaction((from: number, to: number) => {
      for (let id = from; id <= to; id += 1) put(id);
    }),
  };
}

function rawInserts(folder: string): number {
  const { database, group } = rawTable(folder);
  const startedMs = performance.now();
  for (let from = 1; from <= rows; from += inFlight) group(from, Math.min(rows, from + inFlight - 1));
  const perSecond = rows / ((performance.now() - startedMs) / 1_000);
  database.close();
  return perSecond;
}

function singleCommits(folder: string) {
  const { database, group } = rawTable(join(folder, 'raw'));
  const audit = open(join(folder, 'audit'));
  const raw: number[] = [];
  const ours: number[] = [];
  // In turns, so that what else the disk does meets both alike.
  for (let id = 1; id <= singles; id += 1) {
    raw.push(timed(() => group(id, id)));
    ours.push(timed(() => void audit.appendNow(entry(id))));
  }
  audit.close();
  database.close();
  const [rawMs, appendMs] = [median(raw), median(ours)];
  return { appendMs: round(appendMs), rawMs: round(rawMs), ratio: round(appendMs / rawMs) };
}

async function trailFigures(folder: string) {
  const audit = open(folder);
  for (let written = 0; written < trailRows; written += 5_000) {
    await Promise.all(Array.from({ length: 5_000 }, (_, index) => audit.append(entry(written + index))));
  }
  const verifySeconds = await seconds(async () => {
    const verified = await audit.verify();
    if (!verified.ok || !verified.value.ok) throw new Error('the trail does not verify');
  });
  const latest = await milliseconds(() => audit.query({ limit: 50 }));
  const filtered = await milliseconds(() =>
    audit.query({ eventType: 'halt', level: 'error', status: 'failed', limit: 50 }),
  );
  const timed = await milliseconds(() => audit.query({ status: 'failed', toMs: systemClock.nowMs(), limit: 50 }));
  audit.close();
  return {
    verify: {
      what: `the whole chain of ${trailRows} rows with macs, one thread`,
      rowsPerSecond: Math.round(trailRows / verifySeconds),
      goal: { rowsPerSecond: 350_000 },
    },
    latest50: {
      what: `the latest 50 of ${trailRows} rows: all, by type with level and status, by status and time; worst of 20 each`,
      allMs: latest,
      filteredMs: filtered,
      byTimeMs: timed,
      goal: { ms: 5 },
    },
  };
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1_000;
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  let worst = 0;
  for (let turn = 0; turn < 20; turn += 1)
    worst = Math.max(worst, (await seconds(async () => void (await work()))) * 1_000);
  return round(worst);
}

function timed(work: () => void): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
