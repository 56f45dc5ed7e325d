import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Account } from '../accounts.ts';
import { refusals } from './venue-error.ts';

const defaultWindowMs = 5_000;
const widestWindowMs = 60_000;
const aheadMs = 1_000;

/** The parts of a request that a signature covers. */
export interface SignedRequest {
  readonly apiKey: string | null;
  /** The query string and body as they were sent, one after the other. */
  readonly payload: string;
  readonly parameters: URLSearchParams;
}

/**
 * Checks a signed request as Binance does: known key, HMAC-SHA256 over the payload without its signature, timestamp within
 * recvWindow. Throws the refusal. https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security
 */
export function authenticate(request: SignedRequest, accounts: Iterable<Account>, nowMs: number): Account {
  if (request.apiKey === null || request.apiKey === '') throw refusals.missingKey();
  const account = [...accounts].find((candidate) => candidate.apiKey === request.apiKey);
  if (account === undefined) throw refusals.unknownKey();
  const signature = request.parameters.get('signature');
  if (signature === null) throw refusals.missing('signature');
  const cut = request.payload.lastIndexOf('&signature=');
  const signed = cut < 0 ? '' : request.payload.slice(0, cut);
  const expected = createHmac('sha256', account.secret).update(signed).digest();
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refusals.badSignature();
  const timestamp = wholeNumber(request.parameters.get('timestamp'), 'timestamp');
  const recvWindow = request.parameters.get('recvWindow');
  const windowMs =
    recvWindow === null ? defaultWindowMs : Math.min(wholeNumber(recvWindow, 'recvWindow'), widestWindowMs);
  if (timestamp > nowMs + aheadMs || nowMs - timestamp > windowMs) throw refusals.badTimestamp();
  return account;
}

/** A parameter that must be a whole number; throws the refusal. */
export function wholeNumber(text: string | null, name: string): number {
  if (text === null || text === '') throw refusals.missing(name);
  if (!/^\d{1,15}$/.test(text)) throw refusals.illegal(name);
  return Number.parseInt(text, 10);
}
