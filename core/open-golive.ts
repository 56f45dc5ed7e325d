import { build } from './build.ts';
import type { Checklist, Custody, LiveStanding } from './contract/shapes.ts';
import { findExchange } from './domain/exchanges.ts';
import { haltTrialCode } from './domain/halt-trial.ts';
import { ok, type Result } from './domain/result.ts';
import { tokenList } from './domain/tokens/token-list.ts';
import type { ChainArmingFacts } from './golive/armable-chains.ts';
import type { Arming } from './golive/arming.ts';
import { type ArmingDesk, createArmingDesk } from './golive/arming-desk.ts';
import type { ArmingFacts } from './golive/arming-terms.ts';
import { checklistOf } from './golive/checklist.ts';
import type { ExchangeClock, HostProgram, PaperRecord, SigningFacts } from './golive/checklist-facts.ts';
import { createGoliveDesk, type GoliveDesk } from './golive/golive-desk.ts';
import { createGoliveNotes } from './golive/golive-notes.ts';
import { keysInUse } from './golive/keys-in-use.ts';
import { lastBreak } from './golive/last-break.ts';
import { liveStanding, watchLive } from './golive/live-watch.ts';
import { createKeyScan } from './golive/plain-keys.ts';
import { runSelfTest, testedHost } from './golive/self-test.ts';
import type { HandlerParts } from './handlers/parts.ts';
import { tryGate } from './rotations/gate-refuses.ts';
import type { SettingValues } from './settings/known-settings.ts';
import { isSecretSetting } from './settings/settings.ts';
import { usualMinimumVersion } from './signers/ledger/ledger-types.ts';
import { namedKeyFiles } from './signing/named-tls-files.ts';
import { createDocuments } from './store/documents.ts';
import type { Journal } from './trading/journal.ts';

/** What going live asks for, and what a person does about it. */
export interface Golive extends GoliveDesk {
  /** Every item as it stands now. `storage-failed`. */
  checklist(): Result<Checklist>;
  /** Live trading as it stands. `storage-failed`. */
  live(): Result<LiveStanding>;
  readonly arming: ArmingDesk;
  close(): void;
}

/** What it stands on. */
export interface GoliveParts
  extends Pick<
    HandlerParts,
    | 'announce'
    | 'approvals'
    | 'audit'
    | 'backups'
    | 'book'
    | 'chains'
    | 'changed'
    | 'clock'
    | 'contacts'
    | 'custody'
    | 'dataFolder'
    | 'exchanges'
    | 'foundations'
    | 'halt'
    | 'openPaper'
    | 'paper'
    | 'policy'
    | 'ports'
    | 'procedures'
    | 'record'
    | 'settings'
    | 'signing'
    | 'status'
  > {
  readonly host: HostProgram;
  readonly arming: Arming;
}

/** Orders on paper that are looked at: more than the checklist asks for by far. */
const mostOrders = 500;

/** The checklist of a console. */
export function openGolive(parts: GoliveParts): Golive {
  const { approvals, arming, clock, halt, host, policy, record, settings } = parts;
  const notes = createGoliveNotes(createDocuments(parts.foundations.database));
  const plainKeys = createKeyScan({
    dataFolder: parts.dataFolder,
    named: namedKeyFiles(parts.dataFolder, settings.values),
    isSecretName: isSecretSetting,
  });

  const checklist = (): Result<Checklist> => {
    const custody = parts.custody.list();
    if (!custody.ok) return custody;
    const lastDrillAtMs = parts.procedures.lastDrillAtMs();
    if (!lastDrillAtMs.ok) return lastDrillAtMs;
    const backups = parts.backups.list();
    if (!backups.ok) return backups;
    const contacts = parts.contacts.list();
    if (!contacts.ok) return contacts;
    const noted = notes.read();
    if (!noted.ok) return noted;
    const policySinceMs = policyChangedAtMs(parts);
    if (!policySinceMs.ok) return policySinceMs;
    const brokenBefore = lastBreak(parts.audit);
    if (!brokenBefore.ok) return brokenBefore;
    const journal = parts.openPaper()?.trading.journal ?? null;
    const { diskEncrypted, haltTest, selfTest, waivers } = noted.value;
    const status = parts.status();
    return ok(
      checklistOf({
        ...{ nowMs: clock.nowMs(), status, host, diskEncrypted, haltTest, selfTest, waivers, build },
        testedHost: testedHost(status.runtime),
        signing: signingFacts(parts),
        exchangeClocks: exchangeClocks(parts, custody.value),
        custody: { ...custody.value, lastDrillAtMs: lastDrillAtMs.value },
        backups: backups.value,
        lastBreak: brokenBefore.value,
        contacts: contacts.value,
        hasEnvironmentKey: settings.values.PRIVATE_KEY !== undefined,
        secretsInFiles: settings
          .rows()
          .filter(({ secret, source }) => secret && source === 'env-file')
          .map(({ name }) => name),
        plainKeys: plainKeys(),
        limits: policy.limits(),
        policyRows: policy.describe().rows,
        paper: journal === null ? null : paperRecord(journal, policySinceMs.value),
      }),
    );
  };

  const desk = createGoliveDesk({
    ...{ approvals, checklist, clock, notes, record },
    engageHalt: (text) => halt.engage({ source: 'automatic', code: haltTrialCode, text }),
    async tryGate() {
      const tried = await tryGate(parts.paper());
      // It was halted for nothing else: who releases is not warned of it.
      halt.resolve(haltTrialCode);
      return tried;
    },
    async selfTest() {
      const { runtime, version } = parts.status();
      const passed = await runSelfTest(parts.ports);
      const text = passed.ok ? passed.value : passed.error;
      return { isPassed: passed.ok, text, version, host: testedHost(runtime) };
    },
    changed: () => parts.announce({ topic: 'custody.changed', payload: {} }),
  });
  const signerAddress = (): string | null => parts.signing.active.chip().address;
  const chainFacts = (armedBeforeMs: number): ChainArmingFacts => ({
    limits: policy.limits(),
    armedBeforeMs,
    chains: parts.chains.list(),
    tokens: tokenList(parts.book.tokens()),
    signer: signerAddress(),
  });
  const armingFacts = (): Result<ArmingFacts> => {
    const now = checklist();
    if (!now.ok) return now;
    const custody = parts.custody.list();
    if (!custody.ok) return custody;
    const noted = notes.read();
    if (!noted.ok) return noted;
    const paperBySetting = paperSetting(settings.values);
    const exchangesWithKey = keysInUse(custody.value).flatMap(({ subject }) => subject ?? []);
    return ok({
      ...chainFacts(noted.value.armedBeforeMs),
      nowMs: clock.nowMs(),
      isHalted: halt.state().state !== 'active',
      checklist: now.value,
      exchangesWithKey,
      paperBySetting,
    });
  };
  const changed = (): void => {
    parts.announce({ topic: 'custody.changed', payload: {} });
    parts.changed();
  };
  const armingDesk = createArmingDesk({
    ...{ arming, approvals, clock, record, notes, changed },
    facts: armingFacts,
    standing: () => ({ fingerprint: settings.fingerprint, policyDigest: policy.digest(), signer: signerAddress() }),
    lastRowMs: parts.audit.newestBeforeMs,
  });
  const close = watchLive({
    ...{ arming, clock, notes, record, checklist, changed },
    storeFailed() {
      const text = 'That live trading is not armed any more could not be stored.';
      halt.engage({ source: 'automatic', code: 'store-failed', text });
    },
  });
  return {
    checklist,
    ...desk,
    live() {
      const noted = notes.read();
      if (!noted.ok) return noted;
      const { armedBeforeMs, lastDrop } = noted.value;
      return ok(liveStanding(arming.current(), lastDrop, chainFacts(armedBeforeMs), armingDesk.mayTakeUp()));
    },
    arming: armingDesk,
    close,
  };
}

/** What is known of the signer in use; nothing is asked of it. */
function signingFacts({ signing }: Pick<GoliveParts, 'signing'>): SigningFacts {
  const { testedAtMs, verifiedAtMs } = signing.dates();
  const [links, ledgerApp] = [signing.links(), signing.ledgerApp()];
  const { condition, look } = signing.keyshareDesk.board();
  const keyshares = { condition, askedAtMs: look?.askedAtMs ?? null };
  return { testedAtMs, verifiedAtMs, ledgerApp, minimumApp: usualMinimumVersion, links, keyshares };
}

/** How far the clock of each exchange is from ours whose key is in use, as it was told last. */
function exchangeClocks(
  { exchanges }: Pick<GoliveParts, 'exchanges'>,
  custody: Pick<Custody, 'credentials'>,
): readonly ExchangeClock[] {
  const names = keysInUse(custody).flatMap(({ subject }) => findExchange(subject ?? '')?.name ?? []);
  return [...new Set(names)].map((name) => {
    const { health, title } = exchanges.of(name).standing();
    return { title, skewMs: health.skewMs };
  });
}

/** When the policy was changed last; 0 where it never was. */
function policyChangedAtMs({ audit }: Pick<GoliveParts, 'audit'>): Result<number> {
  const last = audit.newest({ eventType: 'policy-change', status: 'ok' });
  if (!last.ok) return last;
  return ok(last.value === null ? 0 : Date.parse(last.value.timestamp));
}

/** What was filled on paper since then. */
function paperRecord(journal: Pick<Journal, 'orders'>, sinceMs: number): PaperRecord {
  const times = journal
    .orders({ limit: mostOrders })
    .filter(
      ({ createdAtMs, status }) => createdAtMs >= sinceMs && (status === 'filled' || status === 'partially-filled'),
    )
    .map(({ createdAtMs }) => createdAtMs);
  return { orders: times.length, spanMs: times.length === 0 ? 0 : Math.max(...times) - Math.min(...times) };
}

/** The setting by which the person keeps to paper; null where none does. Saying nothing is not that: arming is asked for by itself. */
function paperSetting({ LIVE_TRADING_ENABLED, PAPER_MODE }: SettingValues): string | null {
  if (PAPER_MODE === true) return 'PAPER_MODE=true';
  return LIVE_TRADING_ENABLED === false ? 'LIVE_TRADING_ENABLED=false' : null;
}
