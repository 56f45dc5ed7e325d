import { existsSync } from 'node:fs';
import { usualShares } from '../../procedures/recovery/share.ts';
import { recoveryKinds } from '../../procedures/recovery/subject.ts';
import type { RecoveryGiven } from './ports.ts';

/** What can be done with recovery shares at a terminal. */
export const recoveryActions = ['split', 'combine', 'rehearse'] as const;
export type RecoveryAction = (typeof recoveryActions)[number];

/** What is said beside the action; numbers as they were typed. */
export interface RecoveryWords {
  readonly file: string | undefined;
  readonly for?: string;
  readonly threshold?: string;
  readonly shares?: string;
  readonly address?: string;
  readonly out?: string;
}

/** What is asked for, whole; or what is wrong with how it was said, with the exit code. */
export type RecoveryAsked =
  | { readonly action: 'split'; readonly given: RecoveryGiven }
  | { readonly action: 'combine'; readonly file: string; readonly out: string }
  | { readonly action: 'rehearse'; readonly file: string }
  | { readonly action: 'nothing'; readonly code: 1 | 2; readonly words: string };

/** Reads what was said, before any person is needed: 2 where something is not said, 1 where a file is not there, or is there already. */
export function readRecovery(action: RecoveryAction, words: RecoveryWords): RecoveryAsked {
  const { address, file, out } = words;
  switch (action) {
    case 'split': {
      const kind = recoveryKinds.find((name) => name === words.for);
      if (kind === undefined || file === undefined) {
        return unsaid('Say what for: portcullis recovery split --for vault|keystore|mpc-0|mpc-1 FILE');
      }
      const threshold = wholeOf(words.threshold, usualShares.threshold);
      const count = wholeOf(words.shares, usualShares.count);
      return withFile(file, { action, given: { file, kind, threshold, count, address, out } });
    }
    case 'combine':
      if (file === undefined || out === undefined) {
        return unsaid('Name the bundle and a new file: portcullis recovery combine BUNDLE --out FILE');
      }
      if (existsSync(out)) return refused('There is a file of that name already. Nothing was written.');
      return withFile(file, { action, file, out });
    case 'rehearse':
      return file === undefined
        ? unsaid('Name the bundle: portcullis recovery rehearse BUNDLE')
        : withFile(file, { action, file });
  }
}

function withFile(file: string, asked: RecoveryAsked): RecoveryAsked {
  return existsSync(file) ? asked : refused(`There is no file ${file}. Nothing was done.`);
}

function unsaid(words: string): RecoveryAsked {
  return { action: 'nothing', code: 2, words };
}

function refused(words: string): RecoveryAsked {
  return { action: 'nothing', code: 1, words };
}

/** A whole number as it was typed; NaN, which no split takes, for anything else. */
function wholeOf(text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  return /^\d{1,2}$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
}
