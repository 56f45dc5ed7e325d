import { systemClock, systemIds } from '../node-ports.ts';
import { usualShares } from '../procedures/recovery/share.ts';
import { recoveryKinds } from '../procedures/recovery/subject.ts';
import { protectedFiles } from '../protected-file.ts';
import type { AskOptions } from './ask.ts';
import { combineAtTerminal } from './recovery/combine.ts';
import { rehearseAtTerminal } from './recovery/rehearse.ts';
import { splitAtTerminal } from './recovery/split.ts';
import { notATerminal, type Streams } from './streams.ts';
import { isInteractive } from './terminal.ts';

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

/**
 * `recovery split | combine | rehearse`: by a person at a terminal, without a console, a network or a database. Shares are shown and
 * typed here alone, and are never in a file, an argument or the environment.
 */
export async function recovery(
  options: AskOptions,
  streams: Streams,
  action: RecoveryAction,
  words: RecoveryWords,
): Promise<number> {
  if (!isInteractive()) return notATerminal(streams, 'recovery');
  const ports = {
    clock: systemClock,
    ids: systemIds,
    files: protectedFiles({ clock: systemClock, ids: systemIds, node: process.execPath }),
  };
  const { address, file, out } = words;
  switch (action) {
    case 'split': {
      const kind = recoveryKinds.find((name) => name === words.for) ?? null;
      const threshold = wholeOf(words.threshold, usualShares.threshold);
      const count = wholeOf(words.shares, usualShares.count);
      return splitAtTerminal({ file, kind, threshold, count, address, out }, streams, ports);
    }
    case 'combine':
      return combineAtTerminal({ file, out }, streams, ports);
    case 'rehearse':
      return rehearseAtTerminal(options, file, streams, ports);
  }
}

/** A whole number as it was typed; NaN, which no split takes, for anything else. */
function wholeOf(text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  return /^\d{1,2}$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
}
