import type * as z from 'zod';
import type { Assets, PairEntry } from './kraken-answers.ts';

/** How Kraken calls one of our markets: `id` in AssetPairs, order books and trades ('XXBTZUSD'), `altname` in orders ('XBTUSD'). */
export interface PairName {
  readonly id: string;
  readonly altname: string;
  readonly symbol: string;
}

/** Our names for Kraken's markets and assets, as last read; shared by all that read one connection. Names once known stay known. */
export interface KrakenNames {
  /** The market of our name, tradable or not; null for one it never told of. */
  pair(symbol: string): PairName | null;
  /** Our name of a market that Kraken names by id or altname; null for one it never told of. */
  symbolOf(name: string): string | null;
  /** Our name of an asset ('XXBT' is 'BTC', 'XBT.F' is 'BTC.F'); null for one it never told of. */
  assetOf(name: string): string | null;
  learnPairs(pairs: ReadonlyMap<string, z.output<typeof PairEntry>>): void;
  learnAssets(assets: z.output<typeof Assets>): void;
}

/**
 * Assets that Kraken names otherwise than everybody else. Where a name means another asset elsewhere (LUNA, REP, UST) the two must not be
 * added up, so they get the names that ccxt gives them too.
 * https://support.kraken.com/articles/360001206766-bitcoin-currency-code-xbt-vs-btc
 */
const renamed: ReadonlyMap<string, string> = new Map([
  ['XBT', 'BTC'],
  ['XDG', 'DOGE'],
  ['LUNA', 'LUNC'],
  ['LUNA2', 'LUNA'],
  ['UST', 'USTC'],
  ['REP', 'REPV1'],
  ['REPV2', 'REP'],
  ['FEE', 'KFEE'],
]);

/** Our name for an asset by Kraken's alternative name of it. */
export function ourAsset(altname: string): string {
  return renamed.get(altname) ?? altname;
}

/** Our name for a market by Kraken's 'XBT/USD'. */
export function ourSymbol(wsname: string): string {
  return wsname.split('/').map(ourAsset).join('/');
}

/** Names that know nothing yet. */
export function createKrakenNames(): KrakenNames {
  const pairs = new Map<string, PairName>();
  const symbols = new Map<string, string>();
  const assets = new Map<string, string>();
  return {
    pair: (symbol) => pairs.get(symbol) ?? null,
    symbolOf: (name) => symbols.get(name) ?? null,
    assetOf(name) {
      // A name with a suffix (staked, earning, tokenised, on hold) never has the old X or Z before it.
      const [head = '', ...suffix] = name.split('.');
      if (suffix.length > 0)
        return /^[A-Z0-9]{1,12}$/i.test(suffix.join('')) ? [ourAsset(head), ...suffix].join('.') : null;
      return assets.get(name) ?? null;
    },
    learnPairs(entries) {
      for (const [id, { altname, wsname, base, quote }] of entries) {
        const symbol = ourSymbol(wsname);
        const [baseName = '', quoteName = ''] = symbol.split('/');
        pairs.set(symbol, { id, altname, symbol });
        symbols.set(id, symbol).set(altname, symbol);
        assets.set(base, baseName).set(quote, quoteName);
      }
    },
    learnAssets(entries) {
      for (const [name, { altname }] of Object.entries(entries)) assets.set(name, ourAsset(altname));
    },
  };
}
