import { readJson } from '../domain/read-json.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, Fetch } from '../ports.ts';
import { malformedAnswer, rejectedByChain, unreachableChain } from './chain-errors.ts';
import { type NodeReason, nodeReason, plainWords } from './node-reason.ts';
import type { RpcUrl } from './rpc-url.ts';

const timeoutMs = 15_000;
const mostBytes = 4_000_000;

/** How a chain is asked. */
export interface RpcEndpoint {
  readonly chainId: bigint;
  readonly url: RpcUrl;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** One question to a node. `reason` is told where it said no. Every error is of the chain codes; a method off the list is `egress-denied`. */
export type AskNode = (
  method: string,
  params: readonly unknown[],
  refused?: (reason: NodeReason) => void,
) => Promise<Result<unknown>>;

/**
 * JSON-RPC 2.0 over HTTP (https://www.jsonrpc.org/specification) for the methods on the list and no other: no redirects, 4 MB of answer
 * at most, 15 seconds for the whole. Never rejects, and no error repeats the address or the node's unusual words.
 */
export function jsonRpc({ chainId, url, fetch, clock }: RpcEndpoint, allowed: readonly string[]): AskNode {
  let lastId = 0;
  return async (method, params, refused) => {
    if (!allowed.includes(method)) return err({ code: 'egress-denied', retry: 'never', method, path: 'rpc' });
    lastId += 1;
    const id = lastId;
    const body = JSON.stringify({ jsonrpc: '2.0', id, method, params });
    const text = await post(body);
    if (!text.ok) return unreachableChain(chainId, text.error);
    const answer = readJson(text.value);
    if (typeof answer !== 'object' || answer === null || !('id' in answer) || answer.id !== id) {
      return malformedAnswer(chainId, `${method}: no answer to the question`);
    }
    const isRefusal = 'error' in answer && answer.error !== null && answer.error !== undefined;
    if (isRefusal) return refusal(method, answer.error, refused);
    if (!('result' in answer)) return malformedAnswer(chainId, `${method}: neither a result nor an error`);
    return ok(answer.result);
  };

  function post(body: string): Promise<Result<string, string>> {
    const abort = new AbortController();
    return new Promise((resolve) => {
      const settle = (result: Result<string, string>): void => {
        stopDeadline();
        resolve(result);
        abort.abort();
      };
      const stopDeadline = clock.after(timeoutMs, () => settle(err(`no answer within ${timeoutMs} ms`)));
      const init: RequestInit = {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body,
        redirect: 'error',
        signal: abort.signal,
      };
      read(init).then(settle, (cause: unknown) => settle(err(`the connection failed (${codeOf(cause)})`)));
    });
  }

  async function read(init: RequestInit): Promise<Result<string, string>> {
    const response = await fetch(url.reveal(), init);
    if (response.status !== 200) return err(`it answered HTTP ${response.status}`);
    const reader = response.body?.getReader();
    if (reader === undefined) return err('it answered nothing');
    const parts: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return ok(Buffer.concat(parts).toString('utf8'));
      length += value.length;
      if (length > mostBytes) return err(`its answer is longer than ${mostBytes} bytes`);
      parts.push(value);
    }
  }

  function refusal(method: string, error: unknown, refused?: (reason: NodeReason) => void): Result<never> {
    if (typeof error !== 'object' || error === null || !('message' in error) || typeof error.message !== 'string') {
      return malformedAnswer(chainId, `${method}: an error that says nothing`);
    }
    const reason = nodeReason(error.message);
    refused?.(reason);
    return rejectedByChain(chainId, plainWords(error.message, url) ?? `${method}: ${reason}`);
  }
}

/** The system's own code of a failed connection (ECONNREFUSED); nothing else of an error is told, because it may hold the address. */
function codeOf(cause: unknown): string {
  const own = systemCode(cause);
  return own ?? systemCode(cause instanceof Error ? cause.cause : null) ?? 'unknown';
}

function systemCode(cause: unknown): string | null {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? code : null;
}
