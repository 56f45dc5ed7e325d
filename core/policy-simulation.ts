import type { SimulateInput } from './contract/shapes.ts';
import type { Ruling } from './domain/errors.ts';
import { canonicalDocument } from './policy/document.ts';
import { type Judgement, judge, refusedBySettings, verdictOf } from './policy/engine.ts';
import { type Limits, limitsOfDocument, strictest } from './policy/limits.ts';
import { readTransaction } from './policy/read-transaction.ts';
import type { Facts } from './policy/rule.ts';
import { orderRules, transactionRules } from './policy/rules.ts';
import { judgeSigning } from './policy/signer-policy/judge-signing.ts';
import { readSignerRules } from './policy/signer-policy/signer-rules.ts';
import type { TransactionFacts } from './policy/transaction-facts.ts';
import { loadSettings, type Settings } from './settings/settings.ts';
import { limitsOfSettings } from './settings-limits.ts';

/** The policy that stands where the input names no other. */
export interface Standing {
  readonly settings: Settings;
  readonly environmentLimits: Limits;
  readonly limits: Limits;
}

/** What is known for a simulation: of an order, and of a transaction. */
export interface SimulatedFacts {
  readonly order: Facts;
  readonly transaction: TransactionFacts;
}

/** Halt and mode are left out of a simulation: it asks what the rules say, not whether anything may pass now. */
const simulatedRules = orderRules.filter((rule) => rule.id !== 'kill-switch');

/**
 * What one layer says of an order or a transaction, under the standing policy, another document beside the same environment, or another
 * environment alone. A setting that cannot be taken refuses, as it does at the gate.
 */
export function simulate(input: SimulateInput, facts: SimulatedFacts, standing: Standing): Judgement {
  const given =
    input.environment === undefined ? null : loadSettings({ environment: input.environment, dataFolder: null });
  const problem = (given ?? standing.settings).problems[0];
  if (problem !== undefined) return refusedBySettings(input.layer, `${problem.text}.`, problem.name);
  if (input.layer === 'signer') return bySigner(input, input.environment ?? standing.settings.policyTexts);
  return byEngine(input, facts, limitsFor(input, given, standing));
}

function limitsFor({ document }: SimulateInput, given: Settings | null, standing: Standing): Limits {
  const environment = given === null ? standing.environmentLimits : limitsOfSettings(given);
  if (document !== undefined) return strictest(environment, limitsOfDocument(canonicalDocument(document)));
  return given === null ? standing.limits : environment;
}

function byEngine(input: SimulateInput, facts: SimulatedFacts, limits: Limits): Judgement {
  if (input.kind === 'transaction') {
    return judge(transactionRules, readTransaction(input.transaction), limits, facts.transaction);
  }
  const { exchange, symbol, marketType, side, type, amount, quoteAmount, price, stopPrice, timeInForce } = input.order;
  const order = {
    kind: 'order',
    exchange: text(exchange),
    symbol: text(symbol),
    marketType: text(marketType),
    side: text(side),
    type: text(type),
    amount: text(amount),
    quoteAmount: text(quoteAmount),
    price: text(price),
    stopPrice: text(stopPrice),
    timeInForce: text(timeInForce),
  } as const;
  return judge(simulatedRules, order, limits, facts.order);
}

function bySigner(input: SimulateInput, texts: Readonly<Record<string, string | undefined>>): Judgement {
  if (input.kind === 'order') {
    return refusedBySettings('signer', 'The signer does not sign orders.', 'order', 'not_a_transaction');
  }
  const rules = readSignerRules(texts);
  if (!rules.ok) return refusedBySettings('signer', `${rules.error.name} cannot be read.`, rules.error.name);
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

function text(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
