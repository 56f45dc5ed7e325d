import { systemClock, systemIds } from '../node-ports.ts';
import { protectedFiles } from '../protected-file.ts';
import type { AskOptions } from './ask.ts';
import { type RecoveryAction, type RecoveryWords, readRecovery } from './recovery/asked.ts';
import { combineAtTerminal } from './recovery/combine.ts';
import { rehearseAtTerminal } from './recovery/rehearse.ts';
import { splitAtTerminal } from './recovery/split.ts';
import { notATerminal, type Streams } from './streams.ts';
import { isInteractive } from './terminal.ts';

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
  const asked = readRecovery(action, words);
  if (asked.action === 'nothing') {
    streams.note(asked.words);
    return asked.code;
  }
  if (!isInteractive()) return notATerminal(streams, 'recovery');
  const ports = {
    clock: systemClock,
    ids: systemIds,
    files: protectedFiles({ clock: systemClock, ids: systemIds, node: process.execPath }),
  };
  switch (asked.action) {
    case 'split':
      return splitAtTerminal(asked.given, streams, ports);
    case 'combine':
      return combineAtTerminal(asked, streams, ports);
    case 'rehearse':
      return rehearseAtTerminal(options, asked.file, streams, ports);
  }
}
