import { expect, it } from 'vitest';
import type { KnownChain } from '../../../core/contract/shapes.ts';
import { address } from '../../../core/domain/address.ts';
import { tokenList } from '../../../core/domain/tokens/token-list.ts';
import { armableSpends, type ChainArmingFacts, whyChainsNotArmable } from '../../../core/golive/armable-chains.ts';
import { scopeLines } from '../../../core/golive/scope-lines.ts';

const dayMs = 86_400_000;
const ether = 10n ** 18n;
const token = address('0x00000000000000000000000000000000000000A1');
const chain = (chainId: number, change: Partial<KnownChain> = {}): KnownChain => ({
  ...{ chainId, name: `Chain ${chainId}`, nativeSymbol: 'ETH', rpc: 'vault', isForPaper: false, source: 'added' },
  ...change,
});
const facts: ChainArmingFacts = {
  limits: {
    allowChainIds: [5n, 6n, 31337n],
    maxDaySpend: {
      ...{ '5:native': ether, [`5:${token.toLowerCase()}`]: 2_000_000n, '6:native': ether, '7:native': ether },
      ...{ '31337:native': ether, [`5:0x${'0'.repeat(38)}ff`]: 1n },
    },
  },
  armedBeforeMs: dayMs,
  chains: [chain(5), chain(6, { rpc: 'none' }), chain(7), chain(31337, { isForPaper: true })],
  tokens: tokenList([{ chainId: 5, address: token, symbol: 'TOK', decimals: 6 }]),
  signer: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
};
const scope = {
  ...{ exchanges: [], untilMs: dayMs, maxDayNotional: {} },
  ...{ chains: [5], maxDaySpend: { '5:native': ether.toString() } },
};

it('what may be armed of chains is what the policy bounds, in known units, on chains that can be reached', () => {
  expect(armableSpends(facts).map(({ most, symbol }) => `${symbol} ${most}`)).toEqual([`ETH ${ether}`, 'TOK 2000000']);
  expect(armableSpends({ ...facts, signer: null })).toEqual([]);
});

it('is a tenth at first, rounded down', () => {
  const limits = { ...facts.limits, maxDaySpend: { '5:native': 19n } };
  expect(armableSpends({ ...facts, limits, armedBeforeMs: dayMs - 1 }).map(({ most }) => most)).toEqual(['1']);
});

it('a chain may be armed for what the policy lets', () => {
  expect(whyChainsNotArmable(scope, facts)).toBeNull();
  expect(whyChainsNotArmable({ ...scope, chains: [], maxDaySpend: {} }, { ...facts, signer: null })).toBeNull();
});

it.each([
  ['no signer', scope, { signer: null }, 'no signer'],
  ['a chain without an RPC', { ...scope, chains: [6], maxDaySpend: { '6:native': '1' } }, {}, 'chain 6'],
  ['a chain that the policy does not list', { ...scope, chains: [7], maxDaySpend: { '7:native': '1' } }, {}, 'chain 7'],
  ['a development chain', { ...scope, chains: [31337], maxDaySpend: { '31337:native': '1' } }, {}, 'chain 31337'],
  ['nothing of its own coin', { ...scope, maxDaySpend: {} }, {}, 'fees are paid in it'],
  [
    'an asset of a chain that is not armed',
    { ...scope, maxDaySpend: { ...scope.maxDaySpend, '6:native': '1' } },
    {},
    '6:native',
  ],
  ['more than the policy lets', { ...scope, maxDaySpend: { '5:native': `${ether + 1n}` } }, {}, '1 ETH on Chain 5'],
  ['all that the policy lets, the first time', scope, { armedBeforeMs: 0 }, '0.1 ETH on Chain 5'],
])('not with %s', (_what, wanted, change, why) => {
  expect(whyChainsNotArmable(wanted, { ...facts, ...change })).toContain(why);
});

it('is shown before it is approved by name, with who signs and whole coins', () => {
  expect(scopeLines(scope, facts)).toEqual([
    { label: 'Chains', text: 'Chain 5 (5)' },
    { label: 'Signed by', text: facts.signer },
    { label: 'Sent, at most in 24 hours', text: '1 ETH on Chain 5' },
  ]);
});
