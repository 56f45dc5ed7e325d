import { announcementsOf } from './announcements.ts';
import { createAnnouncer } from './announcer.ts';
import { createMetrics } from './api/metrics.ts';
import type { Face } from './contract/methods.ts';
import type { HaltReason, SystemStatus } from './contract/shapes.ts';
import type { Listener } from './contract/topics.ts';
import { err, ok, type Result } from './domain/result.ts';
import { answer } from './door.ts';
import { auditKey, type Foundations, openFoundations } from './foundations.ts';
import { haltAtStart } from './halt-at-start.ts';
import { createHandlers } from './handlers.ts';
import type { Ports } from './ports.ts';
import { type Faces, noFaces, serveFaces } from './serve-faces.ts';
import { createStandingPolicy } from './standing-policy.ts';
import { statusOf } from './status.ts';
import { createApprovals } from './trading/approvals.ts';
import { exposureOf } from './trading/exposure.ts';
import { openPaper, type PaperTrading, practiceExchange } from './trading/open-paper.ts';
import { createRecord } from './trading/record.ts';
import { starting, type VenueWatch, watchVenue } from './venue-watch.ts';
import { version } from './version.ts';

/** How a core is to run. */
export interface CoreOptions {
  /** Where everything is kept; made with mode 0700 when it is not there. */
  readonly dataFolder: string;
  /** The process environment that settings are read from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Which program hosts this core, in words. */
  readonly runtime: string;
  /** Whether the core before this one ended without being asked: then this one starts halted. */
  readonly previousCrash: boolean;
  /** Whether to serve the local API and the socket; a core made for one call does not. */
  readonly serveApi: boolean;
}

/** The trading core: all that any host uses. */
export interface Core {
  /** Asks a method of the contract on behalf of a face. Never rejects. */
  call(face: Face, method: string, input: unknown): Promise<Result<unknown>>;
  /** Hears announcements until the answer is called. */
  on(listener: Listener): () => void;
  /** Drops the gate at once, synchronously, whatever else is going on. */
  haltNow(source: HaltReason['source'], text: string): void;
  /** Whether a passphrase typed at a terminal lets it ask `method`: it opens the vault, or makes it for `vault.unlock`. One made in this run raises nothing in this run. */
  checkPassphrase(passphrase: string, method: string): Promise<boolean>;
  /** The console on one page. */
  status(): SystemStatus;
  /** Stops the market, writes what is due and lets the folder go. */
  close(): Promise<void>;
}

/**
 * Starts a core on a data folder: lock, settings, audit trail, vault and halt first, then paper trading behind them, which the
 * methods that need it wait for. Errors: `already-running`, `storage-failed`, `audit-failed`.
 */
export async function createCore(ports: Ports, options: CoreOptions): Promise<Result<Core>> {
  const opened = openFoundations(ports, options);
  if (!opened.ok) return opened;
  const foundations = opened.value;
  const { settings, audit, halt, vault } = foundations;
  const startedAtMs = ports.clock.nowMs();
  const announcer = createAnnouncer(ports.log);
  const metrics = createMetrics();
  const record = createRecord(audit, halt);
  const approvals = createApprovals(ports.clock, ports.ids, announcer.announce);
  const policy = createStandingPolicy(settings, foundations.database, (side) => halt.permits(exposureOf(side)).ok);

  haltAtStart({
    settings,
    halt,
    chain: audit.chain(),
    dataFolder: options.dataFolder,
    previousCrash: options.previousCrash,
  });
  await record.before({
    eventType: 'core-started',
    level: 'info',
    status: 'ok',
    actor: 'core',
    subject: version,
    body: { runtime: options.runtime, fingerprint: settings.fingerprint, policy: policy.digest },
  });

  let faces: Faces = noFaces;
  let venueWatch: VenueWatch | null = null;
  let paper: PaperTrading | null = null;
  let closing = false;
  let wasVaultMadeNow = false;

  const status = (): SystemStatus =>
    statusOf({
      clock: ports.clock,
      version,
      dataFolder: options.dataFolder,
      runtime: options.runtime,
      startedAtMs,
      halt: () => halt.state(),
      vault: () => vault.state(),
      audit: () => audit.chain(),
      venue: () => venueWatch?.current() ?? starting(practiceExchange),
      api: () => faces.state,
      problems: () => settings.problems,
      openOrders: () => paper?.trading.journal.openCount() ?? 0,
      pendingApprovals: () => approvals.pending().length,
    });
  const changed = (): void => {
    // What was still under way when the databases were closed has nothing left to tell.
    if (!closing) announcer.announce({ topic: 'status.changed', payload: status() });
  };
  const stopAnnouncements = announcementsOf({ audit, halt, clock: ports.clock, announce: announcer.announce, changed });

  const opening = openPaper({
    ports,
    dataFolder: options.dataFolder,
    halt,
    record,
    judge: policy.judge,
    announce: announcer.announce,
    count: metrics.count,
  }).then((result): Result<PaperTrading> => {
    if (!result.ok) {
      halt.engage({
        source: 'automatic',
        code: 'store-failed',
        text: `Paper trading could not be opened (${result.error.code})`,
      });
      return result;
    }
    if (closing) {
      result.value.close();
      return err({ code: 'core-unavailable', retry: 'safe', why: 'the core is closing' });
    }
    paper = result.value;
    const { inspector } = paper.trading.venue;
    venueWatch = watchVenue({ exchange: practiceExchange, clock: ports.clock, ping: () => inspector.ping(), changed });
    changed();
    return result;
  });

  const handlers = createHandlers({
    settings,
    audit,
    halt,
    record,
    approvals,
    policy,
    status,
    openPaper: () => paper,
    paper: () => opening,
    unlock: async (passphrase, actor) => {
      const wasAbsent = vault.state() === 'absent';
      const unlocked = await unlockVault(foundations, ports, record, passphrase, actor);
      if (wasAbsent && unlocked.ok) wasVaultMadeNow = true;
      return unlocked;
    },
  });

  const core: Core = {
    call: (face, method, input) => answer({ handlers, ids: ports.ids, log: ports.log }, face, method, input),
    on: announcer.on,
    haltNow: (source, text) => halt.engage({ source, code: 'person', text }),
    async checkPassphrase(passphrase, method) {
      if (vault.state() === 'absent') return method === 'vault.unlock';
      // Whoever reaches the socket could invent the first passphrase: it proves nobody until the console was started again.
      if (wasVaultMadeNow && method !== 'vault.unlock') return false;
      return vault.checkPassphrase(passphrase);
    },
    status,
    async close() {
      if (closing) return;
      closing = true;
      await faces.close();
      venueWatch?.stop();
      stopAnnouncements();
      await opening;
      paper?.close();
      await record.after({
        eventType: 'core-stopped',
        level: 'info',
        status: 'ok',
        actor: 'core',
        subject: version,
        body: {},
      });
      foundations.close();
    },
  };
  if (options.serveApi) {
    void opening.then(async () => {
      if (closing) return;
      faces = await serveFaces({
        core,
        metrics,
        log: ports.log,
        clock: ports.clock,
        dataFolder: options.dataFolder,
        environment: options.environment,
        settings,
      });
      changed();
    });
  }
  return ok(core);
}

/** Opens the vault with a passphrase and seals what the trail holds from before; a wrong passphrase leaves a row. */
async function unlockVault(
  { vault, audit }: Foundations,
  ports: Ports,
  record: ReturnType<typeof createRecord>,
  passphrase: string,
  actor: string,
): Promise<Result<SystemStatus['vault']>> {
  const entry = { eventType: 'vault-unlock', actor, subject: 'vault', body: {} };
  const unlocked = await vault.unlock(passphrase);
  if (!unlocked.ok) {
    await record.after({ ...entry, eventType: 'failed_auth', level: 'warn', status: 'failed' });
    return unlocked;
  }
  const key = auditKey(vault, ports);
  if (key !== null) {
    const sealed = audit.setKey(key);
    if (!sealed.ok) return sealed;
  }
  await record.after({ ...entry, level: 'info', status: 'ok' });
  return ok(vault.state());
}
