import { PolicyDocument as PolicyDocumentShape } from './contract/schemas/policy.ts';
import type { PolicyDocument, PolicyRow, SimulateInput } from './contract/shapes.ts';
import type { Ruling } from './domain/errors.ts';
import type { OrderIntent } from './domain/intent.ts';
import { decimal } from './domain/money.ts';
import { documentDigest, firstDocument } from './policy/document.ts';
import { type Judgement, judge, verdictOf } from './policy/engine.ts';
import { type Limits, limitsOfDocument, strictest } from './policy/limits.ts';
import { readTransaction } from './policy/read-transaction.ts';
import { orderRules, transactionRules } from './policy/rules.ts';
import { judgeSigning } from './policy/signer-policy/judge-signing.ts';
import { readSignerRules } from './policy/signer-policy/signer-rules.ts';
import { loadSettings, type Settings } from './settings/settings.ts';
import type { Database } from './store/database.ts';
import { createDocuments } from './store/documents.ts';

const documentName = 'policy';

/** The policy as it stands: the document's rules and the environment's, both at once. */
export interface StandingPolicy {
  readonly digest: string;
  /** The engine's judgement of an order, on the facts of this moment. */
  readonly judge: (intent: OrderIntent) => Judgement;
  simulate(input: SimulateInput): { verdict: Judgement['verdict']; rulings: Ruling[] };
  describe(): { document: PolicyDocument; digest: string; rows: PolicyRow[] };
}

/**
 * The standing policy of a data folder. A document that cannot be read allows nothing; a limit that cannot be read makes every
 * judgement of an order a refusal until it is mended. `mayPass` asks the halt whether an order of this side may go on now.
 */
export function createStandingPolicy(
  settings: Settings,
  database: Database,
  mayPass: (side: OrderIntent['side']) => boolean,
): StandingPolicy {
  const document = readDocument(database);
  const environmentLimits = limitsOfSettings(settings);
  const documentLimits = limitsOfDocument(document);
  const limits = strictest(environmentLimits, documentLimits);
  // A limit that cannot be read, or may be misspelt, might have refused: then nothing new passes, whatever the person released.
  const unsure = settings.problems.find((problem) => problem.code !== 'invalid_setting');
  const judgeOrder = ({ exchange, symbol, marketType, side, type, amount, price }: OrderIntent): Judgement =>
    judge(orderRules, { kind: 'order', exchange, symbol, marketType, side, type, amount, price }, limits, {
      isHalted: !mayPass(side),
    });
  return {
    digest: documentDigest(document),
    judge: (intent) => (unsure === undefined ? judgeOrder(intent) : refused('engine', `${unsure.text}.`, unsure.name)),
    simulate(input) {
      const given =
        input.environment === undefined ? null : loadSettings({ environment: input.environment, dataFolder: null });
      const problem = (given ?? settings).problems[0];
      if (problem !== undefined) return refused(input.layer, `${problem.text}.`, problem.name);
      const standing = given === null ? limits : limitsOfSettings(given);
      return input.layer === 'signer'
        ? bySigner(input, input.environment ?? textsOf(settings))
        : byEngine(input, standing);
    },
    describe: () => ({
      document,
      digest: documentDigest(document),
      rows: rowsOf(environmentLimits, documentLimits, limits),
    }),
  };
}

/** The engine's limits out of parsed settings. */
export function limitsOfSettings({ values }: Settings): Limits {
  const lower = (addresses: readonly string[] | undefined) => addresses?.map((address) => address.toLowerCase());
  return {
    allowExchanges: values.ALLOW_EXCHANGES,
    allowSymbols: values.ALLOW_CEX_SYMBOLS,
    allowMarketTypes: values.ALLOW_CEX_MARKET_TYPES,
    maxOrderAmount: values.MAX_CEX_ORDER_AMOUNT === undefined ? undefined : decimal(values.MAX_CEX_ORDER_AMOUNT),
    approveEach: values.EXECUTION_APPROVAL_MODE === 'approve_each',
    allowSignerAddresses: lower(values.ALLOW_SIGNER_ADDRESSES),
    allowChainIds: values.ALLOW_SIGN_CHAIN_IDS,
    allowToAddresses: lower(values.ALLOW_SIGN_TO_ADDRESSES),
    maxValueWei: values.MAX_SIGN_VALUE_WEI,
    maxGas: values.MAX_SIGN_GAS,
    maxGasPriceWei: values.MAX_SIGN_GAS_PRICE_WEI,
    maxDataBytes: values.MAX_SIGN_DATA_BYTES,
    disallowContractCreation: values.DISALLOW_SIGN_CONTRACT_CREATION,
  };
}

/** Halt and mode are left out of a simulation: it asks what the rules say, not whether anything may pass now. */
const simulatedRules = orderRules.filter((rule) => rule.id !== 'kill-switch');

function byEngine(input: SimulateInput, limits: Limits): { verdict: Judgement['verdict']; rulings: Ruling[] } {
  const facts = { isHalted: false };
  const text = (value: string | number | null | undefined): string | null =>
    value === null || value === undefined ? null : String(value);
  if (input.kind === 'transaction') {
    const judgement = judge(transactionRules, readTransaction(input.transaction), limits, facts);
    return { verdict: judgement.verdict, rulings: [...judgement.rulings] };
  }
  const { exchange, symbol, marketType, side, type, amount, price } = input.order;
  const fields = {
    kind: 'order',
    exchange: text(exchange),
    symbol: text(symbol),
    marketType: text(marketType),
    side: text(side),
    type: text(type),
    amount: text(amount),
    price: text(price),
  } as const;
  const judgement = judge(simulatedRules, fields, limits, facts);
  return { verdict: judgement.verdict, rulings: [...judgement.rulings] };
}

function bySigner(
  input: SimulateInput,
  texts: Readonly<Record<string, string | undefined>>,
): { verdict: Judgement['verdict']; rulings: Ruling[] } {
  if (input.kind === 'order')
    return refused('signer', 'The signer does not sign orders.', 'order', 'not_a_transaction');
  const rules = readSignerRules(texts);
  if (!rules.ok) return refused('signer', `${rules.error.name} cannot be read.`, rules.error.name);
  const text = (value: string | number | null | undefined): string | null =>
    value === null || value === undefined ? null : String(value);
  const { chainId, to, value, gas, gasPrice, maxFeePerGas, data } = input.transaction;
  const words = judgeSigning(
    {
      chainId: text(chainId),
      to: text(to),
      value: text(value),
      gas: text(gas),
      gasPrice: text(gasPrice),
      maxFeePerGas: text(maxFeePerGas),
      data: text(data),
    },
    rules.value,
  );
  const rulings = words.map(
    ({ rule, isAllowed, code, message }): Ruling => ({
      layer: 'signer',
      rule,
      decision: isAllowed ? 'allow' : 'deny',
      code,
      message,
      facts: {},
    }),
  );
  return { verdict: verdictOf(rulings), rulings };
}

function refused(
  layer: 'engine' | 'signer',
  message: string,
  name: string,
  code = 'invalid_setting',
): { verdict: 'deny'; rulings: Ruling[] } {
  return { verdict: 'deny', rulings: [{ layer, rule: 'settings', decision: 'deny', code, message, facts: { name } }] };
}

function textsOf(settings: Settings): Readonly<Record<string, string>> {
  return Object.fromEntries(
    settings.rows().flatMap(({ name, secret, value }) => (secret || value === null ? [] : [[name, value]])),
  );
}

function readDocument(database: Database): PolicyDocument {
  const kept = createDocuments(database).read(documentName);
  if (kept.ok && kept.value === null) return firstDocument;
  const parsed = kept.ok ? PolicyDocumentShape.safeParse(parseJson(kept.value ?? '')) : null;
  return parsed?.success === true ? parsed.data : { version: 1, allowExchanges: [] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function rowsOf(environment: Limits, document: Limits, both: Limits): PolicyRow[] {
  return [...orderRules, ...transactionRules].map((rule) => {
    const fromEnvironment = rule.standing(environment) !== null;
    const fromDocument = rule.standing(document) !== null;
    const source =
      fromEnvironment && fromDocument ? 'both' : fromEnvironment ? 'environment' : fromDocument ? 'document' : 'none';
    return { layer: 'engine', rule: rule.id, title: rule.title, value: rule.standing(both), source };
  });
}
