import { createHash } from 'node:crypto';
import type { ApiTokens } from '../api/api-tokens.ts';
import { conflict } from '../domain/conflict.ts';
import { ok } from '../domain/result.ts';

import type { Fetch } from '../ports.ts';
import type { TokenAnswer, TokenRotationPorts } from '../procedures/rotate-api-token.ts';

/** The local API as far as its token's rotation needs it; both null while it is not served. */
export interface ServedApi {
  readonly state: { readonly address: string | null };
  readonly tokens: ApiTokens | null;
}

const tryTimeoutMs = 5_000;

/** A short mark of a token, by which it is told from another; nobody can guess a token from it. */
function markOf(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16);
}

/** What the rotation of the token asks of the local API; it tries tokens by using them. */
export function tokensForRotation(api: () => ServedApi, fetch: Fetch): TokenRotationPorts['tokens'] {
  const ask = async (token: string): Promise<TokenAnswer> => {
    const { address } = api().state;
    if (address === null) return 'unclear';
    try {
      const answer = await fetch(`${address}/api/halt`, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(tryTimeoutMs),
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ reason: 'A token of the local API is tried' }),
      });
      await answer.body?.cancel();
      return answer.status === 200 ? 'taken' : answer.status === 401 ? 'refused' : 'unclear';
    } catch {
      return 'unclear';
    }
  };
  return {
    mark() {
      const { state, tokens } = api();
      return tokens === null || state.address === null ? null : markOf(tokens.current());
    },
    renew(startMark) {
      const { state, tokens } = api();
      if (tokens === null || state.address === null) {
        return conflict('the local API is not served, so its token cannot be tried');
      }
      // Drawn by a try that was cut off.
      if (markOf(tokens.current()) !== startMark) return ok(undefined);
      // An overlap of before: the token that is rotated now must not be left as it is.
      const ended = tokens.old() === null ? ok(undefined) : tokens.endOverlap();
      return ended.ok ? tokens.renew() : ended;
    },
    async tryCurrent() {
      const { tokens } = api();
      return tokens === null ? 'unclear' : ask(tokens.current());
    },
    async endOverlap() {
      const { tokens } = api();
      if (tokens === null) return ok('unclear');
      const old = tokens.old();
      const ended = tokens.endOverlap();
      if (!ended.ok) return ended;
      // Taken back by a try that was cut off: only its file could tell what it was, and that is gone.
      return ok(old === null ? 'gone' : await ask(old));
    },
  };
}
