import type { AppError } from '../core/domain/errors.ts';

type KeyProblem = Extract<AppError, { code: 'key-refused' }>['problem'];

const words: Readonly<Record<KeyProblem, string>> = {
  'key-gone': 'it has no such key',
  'key-unclear': 'the key, its permissions or the address it is used from are not right; it does not say which',
  signature: 'the signature is wrong, so the secret is probably another',
  permission: 'the key may not do this',
  ip: 'the key may not be used from this address',
  clock: 'the time or number of the request is not right',
};

/** What is wrong with a key, in a part of a sentence. */
export function keyProblem(problem: KeyProblem): string {
  return words[problem];
}
