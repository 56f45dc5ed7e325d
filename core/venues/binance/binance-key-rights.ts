import * as z from 'zod';
import { type Answer, type KeyRights, unknownRights } from '../../domain/key-rights.ts';
import { readJson } from '../../domain/read-json.ts';

const AtMs = z.int().positive();

/**
 * GET /sapi/v1/account/apiRestrictions. Ten flags have always been there; the three of `optional` came later. An expiry is told only where
 * there is one. https://developers.binance.com/docs/wallet/account/api-key-permission
 */
const Restrictions = z.looseObject({
  ipRestrict: z.boolean(),
  createTime: AtMs,
  enableReading: z.boolean(),
  enableSpotAndMarginTrading: z.boolean(),
  enableWithdrawals: z.boolean(),
  enableInternalTransfer: z.boolean(),
  permitsUniversalTransfer: z.boolean(),
  enableMargin: z.boolean(),
  enableFutures: z.boolean(),
  enableVanillaOptions: z.boolean(),
  enablePortfolioMarginTrading: z.boolean().optional(),
  enableFixApiTrade: z.boolean().optional(),
  enableFixReadOnly: z.boolean().optional(),
  tradingAuthorityExpirationTime: AtMs.nullish(),
});
const shape: Readonly<Record<string, z.ZodType>> = Restrictions.shape;

/**
 * What an answer of apiRestrictions says a key may do. Each right is told only by its own words: one that is missing or is not `true` or
 * `false` leaves what hangs on it 'unknown'. A word that we do not know and that may grant something makes every 'no' unknown, because
 * nobody here can say that it does not take money out. Transfers count as withdrawing: they move money where orders cannot follow.
 */
export function readBinanceKeyRights(body: string): KeyRights {
  const raw = readJson(body);
  if (!isRecord(raw)) return unknownRights;
  const told = (name: string): Answer => {
    const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
    return value === true ? 'yes' : value === false ? 'no' : 'unknown';
  };
  // An older answer does not know what came later: then there is no such right.
  const toldLater = (name: string): Answer => (Object.hasOwn(raw, name) ? told(name) : 'no');
  const grantsMore = Object.entries(raw).some(([name, value]) => !Object.hasOwn(shape, name) && mayGrant(name, value));
  const unlessMore = (answer: Answer): Answer => (answer === 'no' && grantsMore ? 'unknown' : answer);

  const portfolio = toldLater('enablePortfolioMarginTrading');
  const ipRestricted = told('ipRestrict');
  return {
    trade: unlessMore(any(told('enableSpotAndMarginTrading'), toldLater('enableFixApiTrade'))),
    withdraw: unlessMore(
      any(told('enableWithdrawals'), told('enableInternalTransfer'), told('permitsUniversalTransfer')),
    ),
    futures: unlessMore(any(told('enableFutures'), told('enableVanillaOptions'), portfolio)),
    margin: unlessMore(any(told('enableMargin'), portfolio)),
    ipRestricted,
    createdAtMs: AtMs.safeParse(raw.createTime).data ?? 'unknown',
    expiresAtMs: expiryOf(raw.tradingAuthorityExpirationTime, ipRestricted),
    missing: told('enableReading') === 'no' ? ['enableReading'] : [],
    label: null,
  };
}

/** Without an IP restriction Binance takes a key's trading away some time, told or not: only with one is silence 'never'. */
function expiryOf(value: unknown, ipRestricted: Answer): KeyRights['expiresAtMs'] {
  if (value === undefined || value === null) return ipRestricted === 'yes' ? 'never' : 'unknown';
  return AtMs.safeParse(value).data ?? 'unknown';
}

/** 'yes' when one is, 'no' only when all are. */
function any(...answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.every((answer) => answer === 'no') ? 'no' : 'unknown';
}

/** Whether a word that we do not know could stand for a right: all but a plain no, nothing at all, and a time that says it is one. */
function mayGrant(name: string, value: unknown): boolean {
  if (value === false || value === null || value === 0) return false;
  return !(typeof value === 'number' && /Time$/.test(name));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
