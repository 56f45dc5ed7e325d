import type { KeyshareBoard } from '../contract/shapes.ts';
import { agreementWords, type PartyFact, partyFacts } from '../domain/keyshare-facts.ts';
import { keyshareRunbook } from '../domain/keyshare-runbooks.ts';
import { conditionWords, onePlaceWords } from '../domain/keyshare-words.ts';
import type { Result } from '../domain/result.ts';
import { shownText } from '../domain/shown-text.ts';
import { type AskOptions, ask } from './ask.ts';
import { failed, type Streams } from './streams.ts';

/**
 * `keyshares [attest]`: both parties of the two-party signer as they were last seen, or asked now with `attest`, and what to do; 1 unless
 * both shares fit together and are backed up, so that a script sees it.
 */
export async function keyshares(options: AskOptions, streams: Streams, isAsked: boolean): Promise<number> {
  const method = isAsked ? 'keyshares.attest' : 'keyshares.show';
  const answer = (await ask(options, method, {})) as Result<KeyshareBoard>;
  if (!answer.ok) return failed(streams, answer);
  const board = answer.value;
  const { condition, halt, highestEpoch, look, pinned, places } = board;
  streams.out(conditionWords[condition].text);
  if (halt !== null) streams.out(`Signing is halted since ${timeOf(halt.atMs)}: ${shownText(halt.why)}.`);
  streams.out(`Pinned: ${pinned ?? 'none'}; highest epoch seen: ${highestEpoch ?? 'none'}`);
  streams.out(`Both agree: ${agreementWords(board)}`);
  streams.out(`Last asked: ${look === null ? 'never' : timeOf(look.askedAtMs)}`);
  for (const party of [0, 1] as const) {
    streams.out(`Party ${party}`);
    for (const fact of partyFacts(places[party], look?.parties[party] ?? null)) streams.out(`  ${lineOf(fact)}`);
  }
  const onePlace = onePlaceWords(places);
  if (onePlace !== null) streams.out(shownText(onePlace));
  const steps = keyshareRunbook(board);
  if (steps.length > 0) streams.out('What to do:');
  for (const [index, step] of steps.entries()) streams.out(`  ${index + 1}. ${shownText(step)}`);
  return condition === 'fits' ? 0 : 1;
}

/** Nothing is shortened here: there is no hover. */
function lineOf({ full, name, text }: PartyFact): string {
  return `${name}: ${full === null || full === text ? text : `${text} (${full})`}`;
}

/** In UTC, as the audit trail says it. */
function timeOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
