import type { PolicyRow } from './contract/shapes.ts';
import { amountsInWords } from './policy/assets.ts';
import type { Limits } from './policy/limits.ts';
import { orderRules, transactionRules } from './policy/rules.ts';

/** No rule about an order: what halts everything stands among the limits all the same. */
const dayLoss = {
  id: 'day-loss',
  title: 'Loss in a day',
  standing: ({ maxDayLoss }: Limits) => amountsInWords(maxDayLoss),
};

/** The engine's limits: what the environment says, what the document says, and what holds. */
export function engineRows(environment: Limits, document: Limits, both: Limits): readonly PolicyRow[] {
  return [...orderRules, dayLoss, ...transactionRules].map((rule) => {
    const builtIn = rule.standing({});
    const fromEnvironment = rule.standing(environment);
    const fromDocument = rule.standing(document);
    return {
      layer: 'engine',
      rule: rule.id,
      title: rule.title,
      value: rule.standing(both),
      source: builtIn === null ? sourceOf(fromEnvironment, fromDocument) : 'built-in',
      environment: builtIn === null ? fromEnvironment : null,
      document: builtIn === null ? fromDocument : null,
    };
  });
}

/** The second layer's rules by the setting that each stands on. */
const signerTitles = [
  ['signer-policy-enabled', 'Signer policy', 'SIGNER_POLICY_ENABLED'],
  ['signer-chain-id', 'Chains', 'SIGNER_ALLOWED_CHAIN_IDS'],
  ['signer-to', 'Recipients', 'SIGNER_ALLOWED_TO_ADDRESSES'],
  ['signer-value', 'Largest value', 'SIGNER_MAX_VALUE_WEI'],
  ['signer-gas', 'Most gas', 'SIGNER_MAX_GAS'],
  ['signer-gas-price', 'Highest gas price', 'SIGNER_MAX_GAS_PRICE_WEI'],
  ['signer-data', 'Most calldata', 'SIGNER_MAX_DATA_BYTES'],
  ['signer-contract-creation', 'Contract creation refused', 'SIGNER_DISALLOW_CONTRACT_CREATION'],
] as const;

/** The second layer's rules as they were written; it has no document. */
export function signerRows(texts: Readonly<Record<string, string>>): readonly PolicyRow[] {
  return signerTitles.map(([rule, title, name]) => {
    const value = texts[name] ?? null;
    return {
      layer: 'signer',
      rule,
      title,
      value,
      source: sourceOf(value, null),
      environment: value,
      document: null,
    };
  });
}

function sourceOf(environment: string | null, document: string | null): PolicyRow['source'] {
  if (environment !== null) return document === null ? 'environment' : 'both';
  return document === null ? 'none' : 'document';
}
