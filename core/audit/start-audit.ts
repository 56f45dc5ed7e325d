import type { AuditChain } from '../contract/shapes.ts';
import { err, ok } from '../domain/result.ts';
import type { Ids } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { stored } from '../store/stored.ts';
import type { Audit, AuditEntry, AuditOptions } from './audit.ts';
import { type ChainHead, createMac, genesisHash, type Mac } from './chain-format.ts';
import { createChainWatch } from './chain-watch.ts';
import { createCommitQueue } from './commit-queue.ts';
import { createEmergencies } from './emergencies.ts';
import { createEventQuery } from './event-query.ts';
import { createEventWriter, draftOf, type EventDraft } from './event-writer.ts';
import { exportEvents } from './export.ts';
import { type HeadReading, type HeadRecord, headMac, jsonOf, type OutsideHead, readHeadFile } from './head-file.ts';
import { createHeadKeeper } from './head-keeper.ts';
import { checkWithKey } from './key-checks.ts';
import { createRetentionPasses } from './retention-pass.ts';
import { lastSealedId } from './seals.ts';
import { checkAgainstOutside } from './start-checks.ts';
import { createTimeBlocks } from './time-blocks.ts';

/** The audit trail over an open database whose schema is current; `openAudit` for everyone else. Throws what SQLite throws. */
export function startAudit(database: Database, options: Omit<AuditOptions, 'file'>): Audit {
  const { clock, headFile, ids, log } = options;
  const generation = generationOf(database, ids);
  const reading = readHeadFile(headFile);
  const newest = newestRow(database);
  const newestBeforeMs = newestTimeMs(database);
  const listeners = new Set<(chain: AuditChain) => void>();
  let mac: Mac | null = null;
  let sealedOutside: HeadRecord['sealed'] = reading.kind === 'read' ? reading.record.sealed : null;
  const found = checkAgainstOutside(database, newest, generation, reading);
  const knownOutside = found.problem === null && reading.kind === 'read' ? reading.record.head : null;
  const sealedBefore = newestSeal(database, newest.id, knownOutside);
  let notedProblem: string | null = null;

  const times = createTimeBlocks();
  const writer = createEventWriter(database, newest, times.add);
  const watch = createChainWatch({
    database,
    clock,
    start: found,
    head: writer.head,
    sealedToId: writer.sealedToId,
    mac: () => mac,
    waiting: () => emergencies.waiting(),
    onChange: () => {
      noteProblem();
      announce();
    },
  });
  const keeper = createHeadKeeper({
    file: headFile,
    clock,
    log,
    current: headRecord,
  });
  const emergencies = createEmergencies({
    file: options.emergencyFile,
    database,
    writer,
    clock,
    ids,
    log,
  });
  const queue = createCommitQueue(writer.commit, (failure) => {
    watch.wrote(failure ?? emergencies.enter());
    keeper.moved();
    announce();
  });
  const events = createEventQuery(database, times, () => writer.head().id, writer.sealedToId);

  function announce(): void {
    for (const listener of listeners) {
      try {
        listener(watch.chain());
      } catch (error) {
        log.error('a listener of the audit trail failed', {
          error: String(error),
        });
      }
    }
  }

  function headRecord(): HeadRecord {
    const { id, hash } = writer.head();
    const verified = watch.checkpoint();
    const head: OutsideHead = {
      generation,
      id,
      hash,
      verifiedId: verified.id,
      verifiedHash: verified.hash,
      sealedId: Math.max(writer.sealedToId(), sealedBefore),
    };
    if (mac !== null) sealedOutside = { head, mac: headMac(mac, head) };
    return { head, sealed: sealedOutside };
  }

  function emergency(entry: AuditEntry): void {
    const draft = draftOrTrace(entry, clock.nowMs());
    try {
      if (queue.appendNow(draft).ok) return;
    } catch (error) {
      log.error('an audit row could not be written', { eventType: entry.eventType, error: String(error) });
    }
    emergencies.keep(draft);
  }

  function noteProblem(): void {
    const problem = watch.problem();
    if (problem === null || problem === notedProblem) return;
    notedProblem = problem;
    emergency({
      eventType: 'audit',
      level: 'error',
      status: 'failed',
      actor: 'core',
      subject: 'chain',
      body: {
        problem,
        headKnownOutside: reading.kind === 'read' ? jsonOf(reading.record.head) : reading.kind,
      },
    });
  }

  const setKey: Audit['setKey'] = (key) => {
    queue.flush();
    const newMac = createMac(key);
    // What was read at the start says nothing of the seals that were made since.
    const outside: HeadReading = mac === null ? reading : { kind: 'read', record: headRecord() };
    const findings = stored('the seals could not be read', () =>
      checkWithKey(database, newMac, writer.head(), generation, outside),
    );
    if (!findings.ok) {
      const why = 'the seals cannot be read';
      watch.broken(why);
      return err({ code: 'audit-broken', retry: 'never', rowId: writer.head().id, why });
    }
    const { isOurs, lastSealed, problem } = findings.value;
    if (isOurs) {
      mac = newMac;
      writer.sealWith(newMac, lastSealed.id);
    }
    if (problem !== null) watch.broken(problem);
    const unsealedTo = writer.head();
    const wrong = watch.problem() ?? watch.checkSpan(lastSealed, unsealedTo.id);
    keeper.writeNow();
    if (wrong !== null) return err({ code: 'audit-broken', retry: 'never', rowId: lastSealed.id, why: wrong });
    if (unsealedTo.id === lastSealed.id) return ok(undefined);
    const body = { fromId: lastSealed.id + 1, toId: unsealedTo.id, headHash: unsealedTo.hash };
    const about = { eventType: 'checkpoint', actor: 'core', subject: 'unsealed-rows' };
    const entry = { ...about, level: 'info', status: 'ok', body } as const;
    const sealed = queue.appendNow(draftOf(entry, clock.nowMs()));
    return sealed.ok ? ok(undefined) : sealed;
  };

  watch.checkTail();
  if (options.key !== null) setKey(options.key);
  watch.wrote(emergencies.enter());
  noteProblem();
  keeper.writeNow();
  void watch.walkAll(times.add);

  return {
    append: async (entry) => queue.append(draftOf(entry, clock.nowMs())),
    appendNow: (entry) => queue.appendNow(draftOf(entry, clock.nowMs())),
    emergency,
    chain: watch.chain,
    query: events.query,
    newest: events.newest,
    newestBeforeMs,
    get: events.get,
    verify: (fromId = 1) => {
      queue.flush();
      return watch.verify(fromId);
    },
    setKey,
    export(filter, format, file) {
      queue.flush();
      return exportEvents(database, filter, format, file);
    },
    retention: createRetentionPasses({
      database,
      clock,
      write: (entry) => queue.appendNow(draftOf(entry, clock.nowMs())),
      emergency,
    }),
    onAppended(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      if (!database.open) return;
      queue.close();
      watch.close();
      keeper.close();
      emergencies.close();
      database.close();
    },
  };
}

/** The entry's row; where its body cannot be written down, the row without it, because that something happened must not be lost. */
function draftOrTrace(entry: AuditEntry, atMs: number): EventDraft {
  try {
    return draftOf(entry, atMs);
  } catch {
    return draftOf({ ...entry, body: { unwritable: true } }, atMs);
  }
}

function newestRow(database: Database): ChainHead {
  const newest = database.prepare<[], ChainHead>('SELECT id, hash FROM events ORDER BY id DESC LIMIT 1').get();
  return newest ?? { id: 0, hash: genesisHash };
}

function newestTimeMs(database: Database): number {
  const newest = database.prepare<[], string>('SELECT timestamp FROM events ORDER BY id DESC LIMIT 1').pluck().get();
  // A row that says no time is the chain's problem, which is found by its walk.
  return newest === undefined ? 0 : Date.parse(newest) || 0;
}

/** The newest row with a mac. A head outside that fits the database spares the search through a trail that no key has ever sealed. */
function newestSeal(database: Database, newestId: number, known: OutsideHead | null): number {
  if (known?.sealedId === undefined) return lastSealedId(database, newestId);
  return lastSealedId(database, newestId, known.id + 1) || known.sealedId;
}

/** The name this database was given when it was made, so that another one in its place is noticed. */
function generationOf(database: Database, ids: Ids): string {
  const select = database.prepare<[], string>('SELECT generation FROM chain').pluck();
  const known = select.get();
  if (known !== undefined) return known;
  const generation = ids.next();
  database.prepare('INSERT INTO chain (only, generation) VALUES (1, ?)').run(generation);
  return generation;
}
