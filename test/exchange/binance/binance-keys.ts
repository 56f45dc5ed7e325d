import { createHmac } from 'node:crypto';
import type { ExchangeAnswer, ExchangeRequest } from '../exchange-server.ts';

/** A key of the account, and what it may do, by Binance's own names. */
export interface BinanceKey {
  readonly apiKey: string;
  readonly secret: string;
  rights: Readonly<Record<string, unknown>>;
  isRevoked: boolean;
}

/** What a key made for trading spot and nothing else is told as. https://developers.binance.com/docs/wallet/account/api-key-permission */
export const spotOnly: Readonly<Record<string, unknown>> = {
  ipRestrict: true,
  createTime: 1_698_645_219_000,
  enableReading: true,
  enableWithdrawals: false,
  enableInternalTransfer: false,
  enableMargin: false,
  enableFutures: false,
  permitsUniversalTransfer: false,
  enableVanillaOptions: false,
  enableFixApiTrade: false,
  enableFixReadOnly: false,
  enableSpotAndMarginTrading: true,
  enablePortfolioMarginTrading: false,
};

/** A refusal in Binance's words. https://developers.binance.com/docs/binance-spot-api-docs/errors */
export function refusal(status: number, code: number, msg: string): ExchangeAnswer {
  return { status, body: { code, msg } };
}

const notPermitted = (): ExchangeAnswer => refusal(401, -2015, 'Invalid API-key, IP, or permissions for action.');

/**
 * The key that signed a request, or the refusal. Written from the documents and not from the practice exchange's own check: HMAC-SHA256 in
 * hexadecimal over query and body as they were sent, without the signature itself; a timestamp no more than a second ahead, and no more
 * than recvWindow (5,000 ms, at most 60,000) behind.
 * https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security
 */
export function keyOf(
  { headers, query, body, nowMs }: ExchangeRequest,
  keys: readonly BinanceKey[],
): BinanceKey | ExchangeAnswer {
  const apiKey = headers['x-mbx-apikey'];
  if (apiKey === undefined) return refusal(401, -2014, 'API-key format invalid.');
  const key = keys.find((one) => one.apiKey === apiKey);
  if (key === undefined || key.isRevoked) return notPermitted();
  const payload = `${query}${body}`;
  const at = payload.search(/(^|&)signature=/);
  const parameters = new URLSearchParams(payload);
  const signature = parameters.get('signature');
  if (at < 0 || signature === null) {
    return refusal(400, -1102, "Mandatory parameter 'signature' was not sent, was empty/null, or malformed.");
  }
  const expected = createHmac('sha256', key.secret).update(payload.slice(0, at)).digest('hex');
  if (signature !== expected) return refusal(400, -1022, 'Signature for this request is not valid.');
  const timestamp = Number(parameters.get('timestamp') ?? Number.NaN);
  const window = Math.min(Number(parameters.get('recvWindow') ?? '5000'), 60_000);
  const late = nowMs - timestamp;
  if (late < -1_000) {
    return refusal(400, -1021, "Timestamp for this request was 1000ms ahead of the server's time.");
  }
  return late <= window ? key : refusal(400, -1021, 'Timestamp for this request is outside of the recvWindow.');
}

/** Why a key may not do this, or null when it may. */
export function missingRight({ rights }: BinanceKey, method: string): ExchangeAnswer | null {
  const right = method === 'GET' ? 'enableReading' : 'enableSpotAndMarginTrading';
  return rights[right] === true ? null : notPermitted();
}
