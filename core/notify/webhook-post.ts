import * as z from 'zod';
import { cappedText } from '../domain/capped-text.ts';
import { readJson } from '../domain/read-json.ts';
import { withinSignal } from '../domain/within-signal.ts';
import type { Clock, Fetch } from '../ports.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** How a delivery went. `text` is a sentence that repeats nothing of the address or the answer. */
export type PostOutcome =
  | { readonly state: 'delivered'; readonly text: string }
  /** It may be tried again, not before `retryAfterMs` where the receiver said so. */
  | { readonly state: 'again'; readonly text: string; readonly retryAfterMs: number | null }
  /** The receiver does not take it, now or later. */
  | { readonly state: 'refused'; readonly text: string };

/** How long one try may take, from its start to the end of the answer. */
export const postDeadlineMs = 10_000;
/** No more of an answer is read: only how long to wait may stand there. */
const mostAnswerBytes = 16 * 1024;

/** What posting stands on. */
export interface PostParts {
  readonly fetch: Fetch;
  readonly clock: Pick<Clock, 'after'>;
  /** Ends a try at once. */
  readonly signal: AbortSignal;
}

/** Posts one request. Follows no redirect and never rejects. */
export async function postWebhook({ clock, fetch, signal }: PostParts, request: WebhookRequest): Promise<PostOutcome> {
  const { body, headers, url } = request;
  const deadline = new AbortController();
  const stop = clock.after(postDeadlineMs, () => deadline.abort());
  const ended = AbortSignal.any([signal, deadline.signal]);
  try {
    const init = { method: 'POST', headers, body, redirect: 'error', signal: ended } as const;
    const response = await withinSignal(fetch(url, init), ended, givenUp);
    const { text } = await withinSignal(cappedText(response, mostAnswerBytes), ended, givenUp);
    return outcomeOf(response.status, response.headers, text);
  } catch (cause) {
    if (ended.aborted) return again(`It did not answer within ${postDeadlineMs / 1000} seconds.`);
    return failureOf(cause);
  } finally {
    stop();
  }
}

function outcomeOf(status: number, headers: Headers, answer: string): PostOutcome {
  if (status >= 200 && status < 300) return { state: 'delivered', text: `Delivered (HTTP ${status}).` };
  if (status >= 300 && status < 400) return redirected;
  if (status === 429) {
    return { ...again('It takes no more for now (HTTP 429).'), retryAfterMs: retryAfterMs(headers, answer) };
  }
  if (status >= 500 || status === 408 || status === 425) {
    return { ...again(`It failed itself (HTTP ${status}).`), retryAfterMs: retryAfterMs(headers, answer) };
  }
  return { state: 'refused', text: `It refused the notice (HTTP ${status}): look at its address and its secret.` };
}

const redirected: PostOutcome = {
  state: 'refused',
  text: 'It answered with a redirect, which is not followed: enter the address where it leads.',
};

/** Discord and Telegram also tell in the answer how many seconds to wait. */
const Wait = z.object({
  retry_after: z.number().nonnegative().optional(),
  parameters: z.object({ retry_after: z.number().nonnegative().optional() }).optional(),
});

function retryAfterMs(headers: Headers, answer: string): number | null {
  const header = headers.get('retry-after') ?? '';
  if (/^\d{1,6}$/.test(header)) return Number.parseInt(header, 10) * 1000;
  const said = Wait.safeParse(readJson(answer));
  const seconds = said.success ? (said.data.parameters?.retry_after ?? said.data.retry_after) : undefined;
  return seconds === undefined ? null : Math.ceil(seconds * 1000);
}

function givenUp(): Error {
  return new Error('the try ended');
}

function failureOf(cause: unknown): PostOutcome {
  const inner = cause instanceof Error ? cause.cause : null;
  if (inner instanceof Error && inner.message === 'unexpected redirect') return redirected;
  const code = systemCodeOf(inner) ?? systemCodeOf(cause);
  if (code === null) return again('The connection failed.');
  return again(
    /CERT|SSL|TLS|SIGNATURE|ISSUER/.test(code)
      ? `Its certificate is not trusted (${code}).`
      : `It could not be reached (${code}).`,
  );
}

function systemCodeOf(cause: unknown): string | null {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,50}$/.test(code) ? code : null;
}

function again(text: string): Extract<PostOutcome, { readonly state: 'again' }> {
  return { state: 'again', text, retryAfterMs: null };
}
