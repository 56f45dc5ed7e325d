import type { z } from 'zod';
import { readJson } from '../../domain/read-json.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import { exchange, type HttpFailure, type ServedCertificate } from '../http-exchange.ts';
import { serviceText } from '../service-text.ts';
import { FailureAnswer } from './answers.ts';
import { type Seen, seenInAnswer } from './failure-table.ts';
import type { MpcParty } from './mpc-options.ts';

/** A failure as it was seen: `signerCode` is the service's own or names the failure, `why` is half a sentence. */
export interface SeenFailure {
  readonly seen: Seen;
  readonly signerCode: string;
  readonly why: string;
}

/** One call of a party's control plane. */
export interface PartyCall<T> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly answer: z.ZodType<T>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A call that was answered as it should be, and the certificate that was shown. */
export interface PartyAnswer<T> {
  readonly value: T;
  readonly certificate: ServedCertificate | null;
}

/** The most that is read of an answer. */
const maxAnswerBytes = 65_536;

/** Asks a party once. Whatever is not exactly the expected answer is a failure, put in the words of the failure table. */
export async function askParty<T>(
  party: MpcParty,
  { answer, body, method, path, signal, timeoutMs }: PartyCall<T>,
  clock: Clock,
): Promise<Result<PartyAnswer<T>, SeenFailure>> {
  const exchanged = await exchange(
    {
      method,
      url: `${party.url.replace(/\/+$/, '')}${path}`,
      headers: {
        accept: 'application/json',
        'x-mpc-protocol': 'mpc-2p/1',
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      tls: party.tls,
      timeoutMs,
      maxBytes: maxAnswerBytes,
      signal,
    },
    clock,
  );
  if (!exchanged.ok) return err(seenInFailure(exchanged.error));
  const { certificate, status } = exchanged.value;
  const json = readJson(exchanged.value.body);
  const failure = FailureAnswer.safeParse(json).data;
  const code = /^[a-z0-9_]{1,60}$/.test(failure?.error ?? '') ? (failure?.error ?? '') : '';
  if (status !== 200) {
    const why = failure === undefined ? `it answered HTTP ${status}` : theirWords(failure);
    const seen = seenInAnswer(status, failure === undefined ? '' : code || 'unreadable');
    return err({ seen, signerCode: code || `http-${status}`, why });
  }
  const parsed = answer.safeParse(json);
  if (parsed.success) return ok({ value: parsed.data, certificate });
  const why = failure === undefined ? `its answer to ${path} is not of the expected form` : theirWords(failure);
  return err({ seen: 'bad-answer', signerCode: code || 'bad-answer', why });
}

function seenInFailure({ kind, sent, why }: HttpFailure): SeenFailure {
  if (kind === 'tls') return { seen: 'not-trusted', signerCode: kind, why };
  if (kind === 'too-large') return { seen: 'bad-answer', signerCode: kind, why };
  return { seen: sent ? 'outcome-unknown' : 'not-connected', signerCode: kind, why };
}

/** What a service said of its failure: printable ASCII on one line, not long, nothing in it that could be a key, a token or a link. */
function theirWords({ detail = '', error }: { readonly error: string; readonly detail?: string | undefined }): string {
  const said = detail === '' ? error : `${error}: ${detail}`;
  const plain = said.replace(/[^\x20-\x7e]/g, ' ').replaceAll('"', "'");
  return `it said "${serviceText(plain).slice(0, 200)}"`;
}
