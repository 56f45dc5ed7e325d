import type { AppError } from '../../domain/errors.ts';
import { readJson } from '../../domain/read-json.ts';
import { serviceText } from '../service-text.ts';
import type { ServiceAnswer, ServiceFailure } from './service-calls.ts';

/** What was asked: only a question for a signature can leave one behind. */
export type Asked = 'read' | 'sign';

const signer = 'remote';

/** Statuses by which a service says that it did not do what was asked. */
const refusing: readonly number[] = [400, 401, 403, 404, 405, 413, 415, 422, 429];

/**
 * JSON-RPC errors by which a service says the same: no request, no such method, wrong parameters, not enabled
 * (https://www.jsonrpc.org/specification, and Web3Signer's own -32604).
 */
const refusingRpcCodes: readonly number[] = [-32600, -32601, -32602, -32604];
/** Web3Signer's -32000 stands for many things; with these words it is an account that it does not hold. */
const unknownAccount = 'No unlocked account matches the Sender';

/** No answer came: `signer-failed` when a signature was asked for and the question may have been read, else `signer-unavailable`. */
export function failureError(failure: ServiceFailure, asked: Asked): AppError {
  const state = failure.kind === 'connect' ? 'unreachable' : failure.kind;
  return asked === 'sign' && failure.mayHaveActed ? failed(state, failure.why) : unavailable(state, failure.why);
}

/** An answer with another status than 200: `signer-refused` where that says that nothing was done, else as if no answer had come. */
export function statusError(answer: ServiceAnswer, asked: Asked): AppError {
  const code = `http-${answer.status}`;
  const detail = detailOf(answer.body);
  const why = `it answered ${answer.status}${detail === '' ? '' : `: ${detail}`}`;
  if (refusing.includes(answer.status) && !answer.afterDoubt) return refused(code, why);
  return asked === 'sign' ? failed(code, why) : unavailable(code, why);
}

/** An error of JSON-RPC, which comes with status 200, 400 or 500 alike. */
export function rpcError(
  { afterDoubt, status }: ServiceAnswer,
  { code, message }: { readonly code: number; readonly message: string },
  asked: Asked,
): AppError {
  const signerCode = `rpc${code}`;
  const why = `it answered ${code}: ${serviceText(message)}`;
  const isRefusal = refusingRpcCodes.includes(code) || message === unknownAccount;
  if (isRefusal && status < 500 && !afterDoubt) return refused(signerCode, why);
  return asked === 'sign' ? failed(signerCode, why) : unavailable(signerCode, why);
}

/** An answer with status 200 that is not of the expected shape. */
export function shapeError(what: string, asked: Asked): AppError {
  return asked === 'sign' ? failed('bad-answer', what) : unavailable('bad-answer', what);
}

/** Something is in the way, and nothing was handed over. */
export function unavailable(state: string, why: string): AppError {
  return { code: 'signer-unavailable', retry: 'safe', signer, state, why };
}

/** It will not be signed, and was not. */
export function refused(signerCode: string, why: string): AppError {
  return { code: 'signer-refused', retry: 'never', signer, signerCode, why };
}

function failed(signerCode: string, why: string): AppError {
  return { code: 'signer-failed', retry: 'after-checking', signer, signerCode, why };
}

/** What the body says is wrong: FastAPI's `detail` (a text, or a list with `msg`), `message`, `error`, or the text itself when it is short. */
function detailOf(body: string): string {
  const said = readJson(body);
  if (said === undefined)
    return body.length <= 300 && !body.trimStart().startsWith('<') ? serviceText(body.trim()) : '';
  return serviceText(wordsOf(said));
}

function wordsOf(said: unknown): string {
  if (typeof said === 'string') return said;
  if (Array.isArray(said))
    return said
      .slice(0, 5)
      .map(wordsOf)
      .filter((words) => words !== '')
      .join('; ');
  if (typeof said !== 'object' || said === null) return '';
  const { detail, error, message, msg } = said as Readonly<Record<string, unknown>>;
  return wordsOf(detail ?? error ?? message ?? msg);
}
