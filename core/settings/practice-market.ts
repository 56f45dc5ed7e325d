import { exchangeNames } from '../domain/exchanges.ts';
import { findPublicExchange, type PublicExchangeName, publicExchangeNames } from '../domain/public-exchanges.ts';
import { nearestName } from './nearest-name.ts';
import type { Parsed } from './parse-value.ts';

/** Where the practice exchange gets its market from: from simulated participants, or from the live public books of an exchange. */
export type PracticeMarket =
  | { readonly kind: 'simulated' }
  | { readonly kind: 'mirror'; readonly exchange: PublicExchangeName };

/** `simulated`, or `mirror:` and the name of an exchange in ccxt, in any case. */
export function parsePracticeMarket(text: string): Parsed<PracticeMarket> {
  const word = text.toLowerCase();
  if (word === 'simulated') return { ok: true, value: { kind: 'simulated' } };
  const name = /^mirror:(.*)$/.exec(word)?.[1] ?? null;
  const exchange = name === null ? null : findPublicExchange(name);
  if (exchange !== null) return { ok: true, value: { kind: 'mirror', exchange } };
  const nearest = name === null || name === '' ? null : nearestName(name, publicExchangeNames);
  const hint = nearest === null ? '' : `; did you mean mirror:${nearest}?`;
  const allowed = exchangeNames.map((known) => `mirror:${known}`).join(', ');
  return { ok: false, problem: `must be simulated, ${allowed}, or mirror: and another exchange's name in ccxt${hint}` };
}
