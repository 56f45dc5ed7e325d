import type { Checklist, ChecklistItem, LiveStanding } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { shownText } from '../domain/shown-text.ts';
import { type AskOptions, ask, askRunning } from './ask.ts';
import { goliveCommands } from './golive-commands.ts';
import { failed, nothingRuns, type Streams } from './streams.ts';

const marks: Readonly<Record<ChecklistItem['state'], string>> = { met: 'met', unmet: 'UNMET', unknown: 'UNKNOWN' };

/**
 * `golive [--json]`: everything that going live asks of the console that runs, and what to do, with the commands that do it; 1 unless all of
 * it is met or waived, so that a script sees it, and where no console runs: one that is opened for a question knows no exchange and no clock.
 */
export async function golive(options: AskOptions, streams: Streams, isJson: boolean): Promise<number> {
  const answer = (await askRunning(options, { method: 'golive.checklist', input: {} })) as Result<Checklist> | null;
  if (answer === null) return nothingRuns(streams);
  if (!answer.ok) return failed(streams, answer);
  const live = (await askRunning(options, { method: 'golive.live', input: {} })) as Result<LiveStanding> | null;
  if (live === null) return nothingRuns(streams);
  if (!live.ok) return failed(streams, live);
  const { armed } = live.value;
  if (isJson) streams.out(JSON.stringify({ ...answer.value, armed }));
  else show(streams, answer.value, armed);
  return answer.value.missing === 0 ? 0 : 1;
}

function show(streams: Streams, { items, met, waived }: Checklist, armed: LiveStanding['armed']): void {
  for (const { atMs, evidence, fix, itemId, staleAtMs, state, title, waiver } of items) {
    const until = staleAtMs === null ? [] : [`holds until ${new Date(staleAtMs).toISOString()}`];
    const times = [...(atMs === null ? [] : [new Date(atMs).toISOString()]), ...until];
    const since = times.length === 0 ? '' : ` (${times.join('; ')})`;
    const isWaived = state !== 'met' && waiver !== null;
    streams.out(`${(isWaived ? 'waived' : marks[state]).padEnd(8)} ${title}: ${shownText(evidence)}${since}`);
    if (fix !== null) {
      streams.out(`         ${shownText(fix)}`);
      const commands = (goliveCommands[itemId] ?? []).map((command) => `portcullis ${command}`);
      if (commands.length > 0) streams.out(`         Here: ${commands.join('; ')}`);
    }
    if (isWaived) {
      streams.out(`         Waived until ${new Date(waiver.untilMs).toISOString()}: ${shownText(waiver.reason)}`);
    }
  }
  const gone = waived === 0 ? '' : `, ${waived} waived`;
  const standing =
    armed === null
      ? 'Live trading is NOT armed; only a person can arm it, on Go live in the window.'
      : `Live trading IS ARMED until ${new Date(armed.untilMs).toISOString()}; take it back with: golive disarm`;
  streams.out(`${met} of ${items.length} are met${gone}. ${standing}`);
}

/** `golive disarm`: takes live trading back at once; 1 where nothing was armed. */
export async function goliveDisarm(options: AskOptions, streams: Streams): Promise<number> {
  const answer = await ask(options, 'golive.disarm', {});
  if (!answer.ok) return failed(streams, answer);
  streams.out('Live trading is not armed any more.');
  return 0;
}

/** `golive self-test`: tries what everything else stands on and notes how it ended; 1 where any of it does not work here. */
export async function goliveSelfTest(options: AskOptions, streams: Streams): Promise<number> {
  const answer = (await ask(options, 'golive.selfTest', {})) as Result<Checklist>;
  if (!answer.ok) return failed(streams, answer);
  const item = answer.value.items.find(({ itemId }) => itemId === 'self-tested');
  streams.out(item === undefined ? 'It passed.' : shownText(item.evidence));
  return 0;
}

/** Anything else said after `golive`: nothing is done, so that a mistyped disarming is not taken for one. 2. */
export function unknownGolive(word: string, streams: Streams): number {
  streams.note(`Nothing was done: golive has no "${shownText(word)}". Say golive, golive disarm or golive self-test.`);
  return 2;
}
