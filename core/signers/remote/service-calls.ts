import { err, ok, type Result } from '../../domain/result.ts';
import type { Clock, Log } from '../../ports.ts';
import {
  exchange,
  type HttpAnswer,
  type HttpFailure,
  type ServedCertificate,
  type TlsIdentity,
} from '../http-exchange.ts';

/** The most that is read of an answer: a signed transaction of the largest size a chain takes fits several times. */
const maxBytes = 1_048_576;
const firstPauseMs = 250;
const longestPauseMs = 2_000;

/** An answer; `afterDoubt` when an earlier try of the same call may have been acted on. */
export interface ServiceAnswer extends HttpAnswer {
  readonly afterDoubt: boolean;
}

/** No answer; `mayHaveActed` when any try of the call may have been read by the service. */
export interface ServiceFailure extends HttpFailure {
  readonly mayHaveActed: boolean;
}

/** The answer to a call, or why there is none. */
export type ServiceResult = Result<ServiceAnswer, ServiceFailure>;

/** Calls to one service. */
export interface ServiceCalls {
  get(path: string, signal: AbortSignal): Promise<ServiceResult>;
  /** Posts JSON text; every try sends the same bytes. */
  post(path: string, body: string, signal: AbortSignal): Promise<ServiceResult>;
  /** What it showed the last time it answered over TLS. */
  certificate(): ServedCertificate | null;
}

/** Where the calls go and how patient they are. */
export interface ServiceCallOptions {
  /** Paths are put behind it. */
  readonly url: string;
  readonly tls: TlsIdentity;
  readonly token?: string | undefined;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Calls that are tried again only where that cannot sign twice: the connection was not made, or a gateway answered 502, 503 or 504
 * without a word. A time-out, a broken connection and every answer with a body stand.
 */
export function createServiceCalls(options: ServiceCallOptions): ServiceCalls {
  const { clock, log, retries, timeoutMs, tls, token } = options;
  const base = options.url.replace(/\/+$/, '');
  let certificate: ServedCertificate | null = null;

  async function call(method: 'GET' | 'POST', path: string, body: string, signal: AbortSignal): Promise<ServiceResult> {
    const headers = {
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const question = { method, url: `${base}${path}`, headers, body, tls, timeoutMs, maxBytes, signal };
    let mayHaveActed = false;
    for (let tried = 0; ; tried += 1) {
      const answer = await exchange(question, clock);
      if (answer.ok) {
        certificate = answer.value.certificate;
        if (!isBareGatewayFault(answer.value) || tried >= retries)
          return ok({ ...answer.value, afterDoubt: mayHaveActed });
        mayHaveActed = true;
      } else {
        const { error } = answer;
        if (error.sent && error.kind !== 'tls') mayHaveActed = true;
        if (error.kind !== 'connect' || tried >= retries) return err({ ...error, mayHaveActed });
      }
      log.warn('the remote signer is tried again', { path, tried: tried + 1 });
      await pause(Math.min(longestPauseMs, firstPauseMs * 2 ** tried), signal);
    }
  }

  function pause(delayMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const stop = clock.after(delayMs, done);
      function done(): void {
        stop();
        signal.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', done, { once: true });
    });
  }

  return {
    get: (path, signal) => call('GET', path, '', signal),
    post: (path, body, signal) => call('POST', path, body, signal),
    certificate: () => certificate,
  };
}

function isBareGatewayFault({ body, status }: HttpAnswer): boolean {
  return body === '' && (status === 502 || status === 503 || status === 504);
}
