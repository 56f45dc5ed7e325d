import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SimulatedTransaction } from '../../../core/contract/shapes.ts';
import { judge } from '../../../core/policy/engine.ts';
import { readTransaction } from '../../../core/policy/read-transaction.ts';
import { custodyRules } from '../../../core/policy/rules.ts';
import { judgeSigning } from '../../../core/policy/signer-policy/judge-signing.ts';
import { readSignerRules } from '../../../core/policy/signer-policy/signer-rules.ts';
import { unknownTransactionFacts } from '../../../core/policy/transaction-facts.ts';
import { loadSettings } from '../../../core/settings/settings.ts';
import { limitsOfSettings } from '../../../core/settings-limits.ts';

/** The full size takes longer than a test usually may. */
const patienceMs = 240_000;
const runs = process.env.PORTCULLIS_LONG === '1' ? 200_000 : 4_000;
const addresses = ['0x1111111111111111111111111111111111111111', '0x2222222222222222222222222222222222222222'];

const small = fc.integer({ min: 0, max: 6 }).map(String);
const orUnset = (value: fc.Arbitrary<string>) => fc.option(value, { nil: '', freq: 2 });
/** Limits as texts, the same for both layers; '' is unset. */
const anyLimits = fc.record({
  chains: orUnset(fc.constantFrom('1', '1,8453', '0x1')),
  to: orUnset(fc.constantFrom(addresses[0] ?? '', addresses.join(','))),
  value: orUnset(small),
  gas: orUnset(small),
  gasPrice: orUnset(small),
  data: orUnset(small),
  noCreation: orUnset(fc.constantFrom('true', 'false')),
});
const said = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 7 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('-1', '1e2', 'x', ' 3 ', '0x3') },
);
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 5 });
const anyTransaction = fc.record({
  chainId: orNull(
    fc.oneof({ weight: 8, arbitrary: fc.constantFrom('1', '8453', '10', '0x1') }, { weight: 1, arbitrary: said }),
  ),
  to: orNull(fc.constantFrom(...addresses, ...addresses, '0x12', '')),
  value: orNull(said),
  gas: orNull(said),
  gasPrice: fc.option(said, { nil: null, freq: 1 }),
  maxFeePerGas: fc.option(said, { nil: null, freq: 1 }),
  maxPriorityFeePerGas: fc.option(said, { nil: null, freq: 1 }),
  data: orNull(fc.constantFrom('0x', '0xaa', '0xaabbccdd', '0xaabbccddeeff', 'aa', '0xa')),
});

type Given = Omit<SimulatedTransaction, 'nonce' | 'from'> & {
  readonly [name in 'chainId' | 'to' | 'data']?: string | null;
};

/** A quantity the plainest way: null where it was not said, NaN where it is none. */
function quantity(text: unknown): number | null {
  if (text === null || text === undefined) return null;
  const trimmed = String(text).trim();
  if (/^0x[0-9a-f]+$/.test(trimmed)) return Number.parseInt(trimmed, 16);
  return /^[0-9]+$/.test(trimmed) ? Number.parseInt(trimmed, 10) : Number.NaN;
}

/** What the limits of CUSTODY.md speak against; the same words for either layer. */
function reasonAgainst(limits: Readonly<Record<string, string>>, given: Given): string | null {
  const to = given.to === null || given.to === '' ? null : given.to;
  const within = (text: unknown, limit: string | undefined): boolean => {
    if (limit === undefined || limit === '') return true;
    const value = quantity(text);
    return value !== null && value <= Number.parseInt(limit, 10);
  };
  const chains = limits.chains === '' ? null : (limits.chains as string).split(',').map(quantity);
  const chainId = quantity(given.chainId);
  if (chains !== null && (chainId === null || !chains.includes(chainId))) return 'chain';
  if (limits.to !== '' && (to === null || !(limits.to as string).split(',').includes(to as string))) return 'recipient';
  if (limits.noCreation === 'true' && to === null) return 'creation';
  if (!within(given.value, limits.value)) return 'value';
  if (!within(given.gas, limits.gas)) return 'gas';
  const prices = [given.gasPrice, given.maxFeePerGas].filter((price) => price !== null && price !== undefined);
  if (limits.gasPrice !== '' && prices.length === 0) return 'gas price unsaid';
  if (prices.some((price) => !within(price, limits.gasPrice))) return 'gas price';
  const data = given.data ?? '0x';
  const bytes = /^0x([0-9a-f]{2})*$/.test(data) ? (data.length - 2) / 2 : Number.NaN;
  if (limits.data !== '' && !(bytes <= Number.parseInt(limits.data as string, 10))) return 'data';
  return null;
}

/** Whether the transaction is whole: then nothing but a limit may speak against it. */
function isWhole(given: Given): boolean {
  const { gasPrice, maxFeePerGas, maxPriorityFeePerGas, to, data } = given;
  const figures = [given.chainId, given.value, given.gas, gasPrice, maxFeePerGas, maxPriorityFeePerGas].map(quantity);
  if (figures.some((figure) => figure !== null && Number.isNaN(figure))) return false;
  if (gasPrice !== null && (maxFeePerGas !== null || maxPriorityFeePerGas !== null)) return false;
  const [fee, tip] = [quantity(maxFeePerGas), quantity(maxPriorityFeePerGas)];
  if (fee !== null && tip !== null && tip > fee) return false;
  return to !== '0x12' && (data === null || data === undefined || /^0x([0-9a-f]{2})*$/.test(data));
}

describe('the transaction rules of both layers against a slow, plain oracle', () => {
  it(
    'allow nothing that the oracle denies, and deny no whole transaction that it allows',
    () => {
      let allowed = 0;
      fc.assert(
        fc.property(anyLimits, anyTransaction, (limits, given) => {
          const environment = {
            ALLOW_SIGN_CHAIN_IDS: limits.chains,
            ALLOW_SIGN_TO_ADDRESSES: limits.to,
            MAX_SIGN_VALUE_WEI: limits.value,
            MAX_SIGN_GAS: limits.gas,
            MAX_SIGN_GAS_PRICE_WEI: limits.gasPrice,
            MAX_SIGN_DATA_BYTES: limits.data,
            DISALLOW_SIGN_CONTRACT_CREATION: limits.noCreation,
          };
          const reason = reasonAgainst(limits, given);
          const engineLimits = limitsOfSettings(loadSettings({ environment, dataFolder: null }));
          const engine = judge(custodyRules, readTransaction(given), engineLimits, unknownTransactionFacts).verdict;
          if (reason !== null) expect(`${reason}: ${engine}`).toBe(`${reason}: deny`);
          else if (isWhole(given)) {
            allowed += 1;
            expect(engine).toBe('allow');
          }

          const rules = readSignerRules({
            SIGNER_ALLOWED_CHAIN_IDS: limits.chains,
            SIGNER_ALLOWED_TO_ADDRESSES: limits.to,
            SIGNER_MAX_VALUE_WEI: limits.value,
            SIGNER_MAX_GAS: limits.gas,
            SIGNER_MAX_GAS_PRICE_WEI: limits.gasPrice,
            SIGNER_MAX_DATA_BYTES: limits.data,
            SIGNER_DISALLOW_CONTRACT_CREATION: limits.noCreation,
          });
          if (!rules.ok) throw new Error(rules.error.name);
          const isAllowed = judgeSigning(given, rules.value).every((word) => word.isAllowed);
          if (reason !== null) expect(`${reason}: ${isAllowed}`).toBe(`${reason}: false`);
          else if (isWhole(given)) expect(isAllowed).toBe(true);
        }),
        { numRuns: runs },
      );
      expect(allowed).toBeGreaterThan(runs / 200);
    },
    patienceMs,
  );
});
