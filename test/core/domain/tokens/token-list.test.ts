import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { address } from '../../../../core/domain/address.ts';
import { findChain, knownChains } from '../../../../core/domain/chains.ts';
import { bundledTokens } from '../../../../core/domain/tokens/bundled-tokens.ts';
import { tokenList } from '../../../../core/domain/tokens/token-list.ts';

const usdc = address('0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48');
const other = address('0x70997970C51812dc3A010C7d01b50e0d17dc79C8');

/** Ledger's own list of a chain: what its devices show, signed by Ledger. */
function ledgerTokens(chainId: bigint): ReadonlyMap<string, { readonly symbol: string; readonly decimals: number }> {
  const { tokens } = createRequire(import.meta.url)(
    `@ledgerhq/cryptoassets-evm-signatures/data/evm/${chainId}/index`,
  ) as { tokens: readonly (readonly unknown[])[] };
  return new Map(
    tokens.map((row) => [String(row[6]).toLowerCase(), { symbol: String(row[2]), decimals: row[3] as number }]),
  );
}

describe('the tokens that ship', () => {
  it('have the decimals and symbols that Ledger signs for the same contracts', () => {
    let compared = 0;
    for (const { chainId, address: at, symbol, decimals } of bundledTokens) {
      const theirs = ledgerTokens(chainId).get(at.toLowerCase());
      if (theirs === undefined) continue;
      compared += 1;
      expect({ at, decimals, symbol: symbol.toUpperCase() }).toEqual({
        at,
        decimals: theirs.decimals,
        symbol: theirs.symbol.toUpperCase(),
      });
    }
    expect(compared).toBeGreaterThanOrEqual(22);
  });

  it('are named once, on chains that ship, and hold each chain’s wrapped coin', () => {
    const names = bundledTokens.map(({ chainId, address: at }) => `${chainId} ${at}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { chainId, wrappedNative } of knownChains) {
      if (wrappedNative !== null) expect(tokenList([]).find(chainId, wrappedNative)).toMatchObject({ decimals: 18 });
    }
  });

  it('cannot be changed by a pin; others can be pinned for one chain', () => {
    const list = tokenList([
      { chainId: 1, address: usdc, symbol: 'FAKE', decimals: 18 },
      { chainId: 31337, address: other, symbol: 'OWN', decimals: 3 },
    ]);
    expect(list.find(1n, usdc)).toMatchObject({ symbol: 'USDC', decimals: 6, source: 'bundled' });
    expect(list.find(31337n, other)).toMatchObject({ symbol: 'OWN', decimals: 3, source: 'pinned' });
    expect(list.find(1n, other)).toBeNull();
    expect(list.of(31337n)).toHaveLength(1);
    expect(list.of(1n).filter((token) => token.address === usdc)).toHaveLength(1);
  });
});

describe('chains', () => {
  it('are those that ship, or added by id and name; an added one cannot rename a known one', () => {
    const added = [
      { chainId: 1, name: 'Not Ethereum', nativeSymbol: 'X' },
      { chainId: 100, name: 'Gnosis', nativeSymbol: 'xDAI' },
      { chainId: 1337, name: 'Mine', nativeSymbol: 'ETH' },
    ];
    expect(findChain(1n, added)).toMatchObject({ name: 'Ethereum', nativeSymbol: 'ETH' });
    expect(findChain(100n, added)).toMatchObject({ name: 'Gnosis', nativeSymbol: 'xDAI', isDevelopment: false });
    expect(findChain(1337n, added)).toMatchObject({ name: 'Mine', isDevelopment: true });
    expect(findChain(100n)).toBeNull();
    expect(knownChains.map(({ chainId }) => chainId)).toEqual([1n, 10n, 8453n, 42161n, 31337n]);
  });
});
