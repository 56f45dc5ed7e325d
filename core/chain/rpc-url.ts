import { err, ok, type Result } from '../domain/result.ts';

/**
 * Where a chain's RPC is. The address may hold a provider's key, so it is a secret: it is kept in a closure, out of reach of logs,
 * JSON and error texts, and only a request to it reveals it.
 */
export interface RpcUrl {
  /** Whether it is this machine by a literal address: no name was looked up that could lead elsewhere. */
  readonly isLoopback: boolean;
  reveal(): string;
  /** Whether a text holds any part of the address that could be a key. */
  isIn(text: string): boolean;
}

/**
 * Reads an RPC's address: https, or http to a literal loopback address (127.x.x.x or [::1]). Anything else, credentials and fragments
 * included, is `invalid-input` at `path`, which does not repeat it.
 */
export function readRpcUrl(text: string, path = ''): Result<RpcUrl> {
  const bad = (problem: string): Result<never> =>
    err({ code: 'invalid-input', retry: 'never', issues: [{ path, problem }] });
  if (!URL.canParse(text)) return bad('is not an address of an RPC');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.hash !== '') return bad('has credentials or a fragment in it');
  const isLoopback = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    return bad('is neither https nor http to a literal loopback address');
  }
  const parts = [url.hostname, ...url.pathname.split('/'), ...url.searchParams.values()];
  const secrets = [text, ...parts.filter((part) => part.length >= 6)];
  return ok({ isLoopback, reveal: () => url.href, isIn: (other) => secrets.some((secret) => other.includes(secret)) });
}
