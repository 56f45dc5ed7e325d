import type {
  LimitUse,
  PolicyChange,
  PolicyDocument,
  PolicyReplay,
  PolicyRow,
  SimulateInput,
} from './contract/shapes.ts';
import type { Json } from './domain/canonical.ts';
import { canonicalText } from './domain/canonical.ts';
import type { OrderIntent } from './domain/intent.ts';
import type { DecimalText } from './domain/money.ts';
import { ok, type Result } from './domain/result.ts';
import type { SignableTransaction } from './domain/transaction/signable.ts';
import { withArmed, withArmedSpends } from './policy/armed-limits.ts';
import { compareDocuments } from './policy/compare-documents.ts';
import {
  canonicalDocument,
  closedDocument,
  documentDigest,
  firstDocument,
  parseDocument,
  type Triggers,
  triggersOf,
} from './policy/document.ts';
import { type Judgement, judge, refusedBySettings } from './policy/engine.ts';
import { type Limits, limitsOfDocument, strictest } from './policy/limits.ts';
import { fieldsOfBytes } from './policy/read-transaction.ts';
import { type RecordedRequest, replayRequests } from './policy/replay.ts';
import type { Facts, OrderRule, TransactionRule } from './policy/rule.ts';
import { blindSigning } from './policy/rules/blind-signing.ts';
import { liveOrderRules, liveTransactionRules, orderRules, transactionRules } from './policy/rules.ts';
import { type TransactionFacts, unknownTransactionFacts } from './policy/transaction-facts.ts';
import { engineRows, signerRows } from './policy-rows.ts';
import { simulate } from './policy-simulation.ts';
import type { Clock } from './ports.ts';
import { gateProblems } from './settings/gate-problems.ts';
import type { Settings } from './settings/settings.ts';
import { limitsOfSettings } from './settings-limits.ts';
import type { Database } from './store/database.ts';
import { createDocuments } from './store/documents.ts';

const documentName = 'policy';

/** The policy as it stands: the document's rules and the environment's, both at once. */
export interface StandingPolicy {
  digest(): string;
  /** Both sets of limits at once. */
  limits(): Limits;
  /** The engine's judgement of an order on the facts gathered for it. */
  judge(intent: OrderIntent, facts: Facts): Judgement;
  /**
   * The same for an order with real money: it must have limits, and each waits for the person unless EXECUTION_APPROVAL_MODE is 'auto'.
   * `armed` are the limits that it was armed with: they hold beside all others.
   */
  judgeLive(intent: OrderIntent, facts: Facts, armed?: Limits): Judgement;
  /** The engine's judgement of a transaction by its unsigned bytes, on the facts gathered for it. */
  judgeTransaction(transaction: SignableTransaction, facts: TransactionFacts): Judgement;
  /**
   * The same for one on a real chain: it must have limits, and each waits for the person unless EXECUTION_APPROVAL_MODE is 'auto' and live
   * trading is armed for its chain. `armed` are the limits that it was armed with; without them each waits. What only makes safe is not
   * bound by them, and always waits.
   */
  judgeLiveTransaction(transaction: SignableTransaction, facts: TransactionFacts, armed: Limits): Judgement;
  /** Whether the document names this very call as one that may be signed blind. */
  mayBlindSign(transaction: SignableTransaction): boolean;
  triggers(): Triggers;
  priceBandPercent(): DecimalText | null;
  /** What putting this document in the place of the present one would loosen and tighten. */
  compare(document: PolicyDocument): PolicyChange;
  /** Puts a document in force, once it is kept; `storage-failed` leaves the old one. */
  apply(document: PolicyDocument): Result<string>;
  /** What the rules say of an order or a transaction that is only given; the facts are what is known for it. */
  simulate(input: SimulateInput, facts: Facts, transactionFacts?: TransactionFacts): Judgement;
  replay(requests: readonly RecordedRequest[], document: PolicyDocument | null): PolicyReplay;
  describe(): { document: PolicyDocument; digest: string; rows: PolicyRow[] };
  /** The limits by asset and count that orders use up, with what is used: see `LimitUse`. */
  usage(used: (rule: LimitUse['rule'], asset: string | null) => DecimalText | null): LimitUse[];
}

/**
 * The standing policy of a data folder. A document that cannot be read allows nothing; a setting that might have refused but cannot be
 * read makes every judgement of an order a refusal until it is mended.
 */
export function createStandingPolicy(
  settings: Settings,
  database: Database,
  clock: Pick<Clock, 'nowMs'>,
): StandingPolicy {
  const documents = createDocuments(database);
  const environmentLimits = limitsOfSettings(settings);
  const unsure = gateProblems(settings.problems)[0];
  const isAutoLive = settings.values.EXECUTION_APPROVAL_MODE === 'auto';
  let document = readDocument(documents.read(documentName));
  // Asked by every order while something is armed: it is made once for each document.
  let digest = documentDigest(document);
  let limits = strictest(environmentLimits, limitsOfDocument(document));

  const judgeOrder = (rules: readonly OrderRule[], intent: OrderIntent, facts: Facts, standing: Limits): Judgement => {
    if (unsure !== undefined) return refusedBySettings('engine', `${unsure.text}.`, unsure.name);
    const { clientOrderId: _, ...order } = intent;
    return judge(rules, order, standing, facts);
  };

  const judgeBytes = (
    rules: readonly TransactionRule[],
    { from, unsigned }: SignableTransaction,
    facts: TransactionFacts,
    standing: Limits,
  ): Judgement => {
    if (unsure !== undefined) return refusedBySettings('engine', `${unsure.text}.`, unsure.name);
    return judge(rules, fieldsOfBytes(unsigned, from), standing, facts);
  };

  return {
    digest: () => digest,
    limits: () => limits,
    judge: (intent, facts) => judgeOrder(orderRules, intent, facts, limits),
    judgeLive(intent, facts, armed = {}) {
      const standing = withArmed(limits, armed);
      const approveEach = standing.approveEach === true || !isAutoLive;
      return judgeOrder(liveOrderRules, intent, facts, { ...standing, approveEach });
    },
    judgeTransaction: (transaction, facts) => judgeBytes(transactionRules, transaction, facts, limits),
    judgeLiveTransaction(transaction, facts, armed) {
      // What only makes safe is not bound by what was armed, and always asks the person.
      const isMakingSafe = facts.isRescue || facts.isTakingBack;
      const standing = isMakingSafe ? limits : withArmedSpends(limits, armed);
      const isArmed = armed.allowChainIds?.includes(transaction.transaction.chainId) ?? false;
      const approveEach = standing.approveEach === true || !isAutoLive || !isArmed || isMakingSafe;
      return judgeBytes(liveTransactionRules, transaction, facts, { ...standing, approveEach });
    },
    mayBlindSign(transaction) {
      const blind = { ...unknownTransactionFacts, isBlind: true };
      const fields = fieldsOfBytes(transaction.unsigned, transaction.from);
      return blindSigning.judge(fields, limits, blind).decision === 'allow';
    },
    triggers: () => triggersOf(document),
    priceBandPercent: () => limits.priceBandPercent ?? null,
    compare: (next) => compareDocuments(document, canonicalDocument(next)),
    apply(next) {
      const canonical = canonicalDocument(next);
      const written = documents.write(documentName, canonicalText(canonical as unknown as Json), clock.nowMs());
      if (!written.ok) return written;
      document = canonical;
      digest = documentDigest(canonical);
      limits = strictest(environmentLimits, limitsOfDocument(canonical));
      return ok(digest);
    },
    simulate: (input, facts, transactionFacts = unknownTransactionFacts) =>
      simulate(input, { order: facts, transaction: transactionFacts }, { settings, environmentLimits, limits }),
    replay(requests, other) {
      const judged = other === null ? limits : strictest(environmentLimits, limitsOfDocument(canonicalDocument(other)));
      return replayRequests(requests, judged);
    },
    describe: () => ({
      document,
      digest,
      rows: [...engineRows(environmentLimits, limitsOfDocument(document), limits), ...signerRows(settings.policyTexts)],
    }),
    usage: (used) => usageOf(limits, used),
  };
}

function usageOf(limits: Limits, used: Parameters<StandingPolicy['usage']>[0]): LimitUse[] {
  const byAsset = [
    ['hour-notional', limits.maxHourNotional],
    ['day-notional', limits.maxDayNotional],
    ['day-loss', limits.maxDayLoss],
    ['position-limit', limits.maxPosition],
  ] as const;
  const uses = byAsset.flatMap(([rule, amounts]) =>
    Object.entries(amounts ?? {}).map(([asset, limit]) => ({ rule, asset, used: used(rule, asset), limit })),
  );
  const perMinute = limits.maxOrdersPerMinute;
  const counted =
    perMinute === undefined
      ? []
      : [
          {
            rule: 'orders-per-minute',
            asset: null,
            used: used('orders-per-minute', null),
            limit: String(perMinute) as DecimalText,
          },
        ];
  return [...uses, ...counted].flatMap((use) => (use.used === null ? [] : [{ ...use, used: use.used }]));
}

/** Nothing kept is a new folder; what cannot be read lets nothing pass. */
function readDocument(kept: Result<string | null>): PolicyDocument {
  if (kept.ok && kept.value === null) return firstDocument;
  const parsed = kept.ok ? parseDocument(kept.value ?? '') : kept;
  return parsed.ok ? parsed.value : closedDocument;
}
