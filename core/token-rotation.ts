import type { ApiTokens } from './api/api-tokens.ts';
import { err, ok } from './domain/result.ts';
import type { Fetch } from './ports.ts';
import type { TokenAnswer, TokenRotationPorts } from './procedures/rotate-api-token.ts';

/** The local API as far as its token's rotation needs it; both null while it is not served. */
export interface ServedApi {
  readonly state: { readonly address: string | null };
  readonly tokens: ApiTokens | null;
}

const tryTimeoutMs = 5_000;

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
    renew() {
      const { state, tokens } = api();
      if (tokens === null || state.address === null) {
        return err({
          code: 'conflict',
          retry: 'never',
          what: 'the local API is not served, so its token cannot be tried',
        });
      }
      return tokens.renew();
    },
    async tryCurrent() {
      const { tokens } = api();
      return tokens === null ? 'unclear' : ask(tokens.current());
    },
    async endOverlap() {
      const { tokens } = api();
      if (tokens === null) return ok('unclear');
      const old = tokens.old();
      // Taken back by a try that was cut off: only its file could tell what it was, and that is gone.
      if (old === null) return ok('gone');
      const ended = tokens.endOverlap();
      return ended.ok ? ok(await ask(old)) : ended;
    },
  };
}
