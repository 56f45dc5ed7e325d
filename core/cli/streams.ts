import type { AppError } from '../domain/errors.ts';
import { errorSentence } from './error-words.ts';

/** Where a command writes: answers to `out`, everything else to `note`. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
}

/** Lets nobody read a stream any more without a word about it; any other fault of it is thrown as before. */
export function letBeUnread(stream: NodeJS.WritableStream): void {
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') throw cause;
  });
}

/** Says what went wrong in a sentence; the exit code. */
export function failed(streams: Streams, { error }: { readonly error: AppError }): number {
  streams.note(errorSentence(error));
  return 1;
}

/** Says that a command was not said as it must be; the exit code. */
export function misused(streams: Streams, words: string): number {
  streams.note(words);
  return 2;
}

/** Says that a person is needed; the exit code. */
export function notATerminal(streams: Streams, name: string): number {
  streams.note(`${name} needs a person at an interactive terminal. Nothing was changed.`);
  return 1;
}

/** Says that no console runs; the exit code. */
export function nothingRuns(streams: Streams): number {
  streams.note(
    'No console runs on this data folder. Start one: the window, or without it `portcullis serve` in another terminal.',
  );
  return 1;
}
