import { hmac } from './node-hmac.ts';
import type { VenueCredentials } from './venue-options.ts';

/** What every instance of ccxt is made with: nothing of an answer is remembered where a log could find it. */
export function quietSettings(credentials: VenueCredentials | null, isPaced: boolean, timeoutMs: number) {
  return {
    ...(credentials === null ? {} : { apiKey: credentials.apiKey, secret: credentials.secret }),
    enableRateLimit: isPaced,
    timeout: timeoutMs,
    userAgent: 'portcullis',
    verbose: false,
    enableLastHttpResponse: false,
    enableLastJsonResponse: false,
    enableLastResponseHeaders: false,
  };
}

/** What of every instance is replaced: numbers stay text, signatures are made by Node, and nothing that moves money out is there. */
export const quietMembers = {
  number: String,
  hmac,
  // Already settled: ccxt would otherwise look for proxy packages to load before the first request.
  proxiesModulesLoading: Promise.resolve(),
  withdraw: undefined,
  transfer: undefined,
} as const;

/** The texts that no error may repeat. */
export function secretsOf(credentials: VenueCredentials | null): readonly string[] {
  return credentials === null ? [] : [credentials.apiKey, credentials.secret];
}
