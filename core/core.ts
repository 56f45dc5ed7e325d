import { announcementsOf } from './announcements.ts';
import { createAnnouncer } from './announcer.ts';
import { createMetrics } from './api/metrics/metrics.ts';
import { openArming } from './arming-ports.ts';
import type { Face } from './contract/method.ts';
import type { HaltReason, SystemStatus } from './contract/shapes.ts';
import type { Listener } from './contract/topics.ts';
import type { CoreOptions } from './core-options.ts';
import { openCustody } from './credentials/open-custody.ts';
import { createAppLock } from './custody/app-lock.ts';
import { ok, type Result } from './domain/result.ts';
import { answer } from './door.ts';
import { openExchanges } from './exchanges/exchanges.ts';
import { openFoundations } from './foundations.ts';
import type { HostProgram } from './golive/checklist-facts.ts';
import { createHaltLock } from './halt/halt-lock.ts';
import { haltOnRefusedSubmits } from './halt/triggers/refused-submits.ts';
import { haltOnWiderPassport } from './halt/triggers/wider-passport.ts';
import { haltAtStart } from './halt-at-start.ts';
import { createHandlers } from './handlers.ts';
import { openOnChain } from './on-chain.ts';
import { openGolive } from './open-golive.ts';
import { openRegisters } from './open-registers.ts';
import { openTrading } from './open-trading.ts';
import { openWebhooks } from './open-webhooks.ts';
import type { Ports } from './ports.ts';
import { createPreferences } from './preferences.ts';
import { watchRealMoney } from './real-money-watches.ts';
import { watchRetention } from './retention-watch.ts';
import { openProcedures } from './rotations/open-procedures.ts';
import { type Faces, noFaces, serveFaces } from './serve-faces.ts';
import { watchServiceSigner } from './signing/service-watch.ts';
import { createStandingPolicy } from './standing-policy.ts';
import { statusOf } from './status.ts';
import { createApprovals } from './trading/approvals.ts';
import { createRecord } from './trading/record.ts';
import { createVaultAccess } from './vault-access.ts';
import { version } from './version.ts';
import { watchMachine, watchMarkets } from './watches.ts';

/** A host that says nothing of itself is not the one that this was made for. */
const unknownHost: HostProgram = { isOfficial: false, openings: [] };

/** The trading core: all that any host uses. */
export interface Core {
  /** Asks a method of the contract on behalf of a face. Never rejects. */
  call(face: Face, method: string, input: unknown): Promise<Result<unknown>>;
  /** Hears announcements until the answer is called. */
  on(listener: Listener): () => void;
  /** Drops the gate at once, synchronously, whatever else is going on. */
  haltNow(source: HaltReason['source'], text: string): void;
  /** Whether a passphrase typed at a terminal lets it ask `method`; errors are those of `VaultAccess`. */
  checkPassphrase(passphrase: string, method: string): Promise<Result<void>>;
  /** The console on one page. */
  status(): SystemStatus;
  /** Stops the market, writes what is due and lets the folder go. */
  close(): Promise<void>;
}

/**
 * Starts a core on a data folder: lock, settings, audit trail, vault and halt first, then paper trading behind them, which the
 * methods that need it wait for. Errors: `already-running`, `storage-failed`, `audit-failed`.
 */
export async function createCore(host: Ports, options: CoreOptions): Promise<Result<Core>> {
  const foundationsOpened = openFoundations(host, options);
  if (!foundationsOpened.ok) return foundationsOpened;
  const foundations = foundationsOpened.value;
  const { settings, audit, halt, vault, database } = foundations;
  const { clock, ids, log } = host;
  const { dataFolder } = options;
  const startedAtMs = clock.nowMs();
  const announcer = createAnnouncer(log);
  const metrics = createMetrics();
  const record = createRecord(audit, halt, metrics.row);
  const vaultAccess = createVaultAccess(foundations, host, record);
  const appLock = createAppLock(database, clock, ids);
  const preferences = createPreferences(database, clock);
  const approvals = createApprovals({ clock, ids, record, announce: announcer.announce, isLocked: appLock.isLocked });
  const policy = createStandingPolicy(settings, database, clock);
  const { arming, isLive, ports } = openArming(host, {
    halt,
    policy,
    settings,
    signerAddress: () => onChain.signing.active.chip().address,
  });
  const haltLock = createHaltLock(halt);

  haltAtStart({
    settings,
    halt,
    lock: haltLock,
    chain: audit.chain(),
    dataFolder,
    previousCrash: options.previousCrash,
  });
  await record.before({
    eventType: 'core-started',
    level: 'info',
    status: 'ok',
    actor: 'core',
    subject: version,
    body: { runtime: options.runtime, fingerprint: settings.fingerprint, policy: policy.digest() },
  });

  let faces: Faces = noFaces;
  let closing = false;

  const status = (): SystemStatus =>
    statusOf({
      clock,
      version,
      dataFolder,
      runtime: options.runtime,
      startedAtMs,
      halt: halt.state,
      vault: vault.state,
      lock: appLock.state,
      audit: audit.chain,
      venue: () => trading.venue(),
      api: () => faces.state,
      problems: () => settings.problems,
      signer: () => onChain.signing.active.chip(),
      openTransactions: () => onChain.openCount(),
      openOrders: () => trading.current()?.trading.journal.openCount() ?? null,
      liveOpenOrders: () => exchanges.openCount(),
      pendingApprovals: () => approvals.pending().length,
      due: () => custody.due(),
      armed: arming.current,
      reducing: () => exchanges.reducing(),
    });
  const changed = (): void => {
    // What was still under way when the databases were closed has nothing left to tell.
    if (!closing) announcer.announce({ topic: 'status.changed', payload: status() });
  };
  const stopAnnouncements = announcementsOf({ audit, halt, clock, announce: announcer.announce, changed });
  const stopWatching = watchMachine({ foundations, lock: haltLock, ports, dataFolder, policy });
  const refusedSubmit = haltOnRefusedSubmits(halt, clock, () => policy.triggers().refusedSubmits);
  const { announce } = announcer;
  const { count } = metrics;
  const shared = { ports, dataFolder, record, approvals, refusedSubmit, announce, count, changed };
  const { judge, priceBandPercent } = policy;
  const armedAtMs = () => arming.current()?.armedAtMs ?? null;
  const trading = openTrading({ ...shared, settings, halt, judge, priceBandPercent }, (paper) =>
    watchMarkets({ foundations, ports, policy }, paper),
  );

  const parts = { ...shared, foundations, policy, paper: trading.opened, armed: arming.limits, armedAtMs };
  const onChain = openOnChain(parts);
  const grown = { ...parts, ...onChain };
  const custody = openCustody({ ...grown, widened: haltOnWiderPassport(halt, isLive) });
  const stopAskingSigner = watchServiceSigner({
    ...{ clock, isLive, signing: onChain.signing },
    failed: (cause) => log.error('asking the signer threw', { cause: String(cause) }),
  });
  const exchanges = openExchanges({ ...parts, keys: custody.keys, passport: custody.passport });
  const stopRealMoney = watchRealMoney({ foundations, clock, exchanges, isLive, on: announcer.on });

  const webhooks = openWebhooks({ ...options, ...parts, startedAtMs, on: announcer.on });
  const world = { ...grown, ...openRegisters(parts), custody, exchanges, webhooks, haltLock };
  const procedures = openProcedures({ ...world, api: () => faces, makeCore: createCore });

  const stopRetention = watchRetention({
    audit,
    clock,
    log,
    confirmedNowMs: () => trading.current()?.trading.confirmedTime.nowMs() ?? 0,
  });

  const asked = {
    ...world,
    ...{ procedures, ids, clock, settings, audit, halt, status },
    openPaper: trading.current,
    paper: () => trading.opened,
  };
  const golive = openGolive({ ...asked, arming, host: options.host ?? unknownHost });
  const handlers = createHandlers({ ...asked, golive, appLock, preferences, vault, vaultAccess });

  const core: Core = {
    call: (face, method, input) =>
      answer({ handlers, ids, log, clock, answered: metrics.answered }, face, method, input),
    on: announcer.on,
    haltNow: (source, text) => halt.engage({ source, code: 'person', text }),
    checkPassphrase: vaultAccess.checkPassphrase,
    status,
    async close() {
      if (closing) return;
      closing = true;
      await faces.close();
      stopWatching();
      stopRealMoney();
      stopAskingSigner();
      stopRetention();
      webhooks.close();
      golive.close();
      stopAnnouncements();
      await exchanges.close();
      custody.close();
      await onChain.close();
      await trading.close();
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
    void trading.opened.then(async () => {
      if (closing) return;
      faces = await serveFaces({
        core,
        metrics,
        log,
        clock,
        ids,
        dataFolder,
        environment: options.environment,
        settings,
        record,
      });
      changed();
    });
  }
  return ok(core);
}
