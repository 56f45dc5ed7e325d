import type { KeyshareCondition, PartyStanding } from './keyshares.ts';

/** How one party stands, as a sentence. */
export const standingWords: Readonly<Record<PartyStanding, string>> = {
  ready: 'Answers, and attests its share.',
  older: 'Answers, but its dialect tells neither epoch nor share.',
  'no-key': 'Answers, and has no share.',
  'in-doubt': 'Has a refresh that is not settled.',
  refreshing: 'Is refreshing its share.',
  alone: 'Answers, but does not reach the other party.',
  unproved: 'Answers, but what it attests is not proved to be its own.',
  'other-party': 'Answers as the other party.',
  unreachable: 'Does not answer.',
  'not-trusted': 'Is not trusted: its certificate is not the right one.',
  'not-admitted': 'Does not let this console ask.',
  'not-protected': 'Is not asked over such a connection.',
  'not-understood': 'Gave an answer that is not understood.',
  'not-set': 'Where it is to be asked is not set.',
};

/** How serious a condition is: 'good' is fine, 'calm' waits for a person, 'caution' keeps something from working, 'bad' may be an attack. */
export type KeyshareTone = 'good' | 'calm' | 'caution' | 'bad';

/** Each condition in one sentence, and how serious it is. */
export const conditionWords: Readonly<
  Record<KeyshareCondition, { readonly text: string; readonly tone: KeyshareTone }>
> = {
  fits: { text: 'Both shares belong together and to the pinned key, and both are backed up.', tone: 'good' },
  'not-backed-up': {
    text: 'Both shares belong together and to the pinned key, but not both are backed up at this epoch.',
    tone: 'caution',
  },
  'not-pinned': { text: 'Both parties attest one key, and no address is pinned here yet.', tone: 'calm' },
  legacy: {
    text: 'The service speaks the older dialect. Whether its shares belong together is unknown here.',
    tone: 'calm',
  },
  'not-asked': { text: 'The parties have not been asked yet.', tone: 'calm' },
  outdated: { text: 'The pinned address or the epoch has changed since the parties were asked.', tone: 'calm' },
  'not-set-up': { text: 'It is not set where the parties are.', tone: 'calm' },
  'no-second-party': { text: 'Party 1 cannot be asked: where it is is not set.', tone: 'caution' },
  'no-key': { text: 'Neither party has a key yet.', tone: 'calm' },
  'share-lost': { text: 'One party has no share. The key is not lost.', tone: 'caution' },
  'shares-lost': { text: 'Neither party has its share of the pinned key.', tone: 'bad' },
  'party-down': { text: 'A party is down. Nothing can be signed, and nothing is lost.', tone: 'caution' },
  'in-doubt': { text: 'A refresh is not settled. Nothing is signed before it is.', tone: 'caution' },
  'to-settle': { text: 'Both shares fit together. Signing stays halted until they are settled.', tone: 'caution' },
  refreshing: { text: 'A refresh is under way.', tone: 'calm' },
  mixed: { text: 'The shares do not belong together. Nothing can be signed with them.', tone: 'bad' },
  stale: { text: 'Both shares are of an epoch that was left behind.', tone: 'bad' },
  swapped: { text: 'What answers is not the signer that is pinned.', tone: 'bad' },
  'not-trusted': {
    text: 'A party cannot be told for sure: its certificate or its attestation is not right.',
    tone: 'bad',
  },
  'not-admitted': { text: 'A party does not let this console ask.', tone: 'caution' },
  'not-protected': { text: 'A party is not asked: the way to it is not protected.', tone: 'caution' },
  'not-understood': { text: 'A party gave an answer that is not understood.', tone: 'caution' },
};

/** What stands where a party told nothing: never taken for fine. */
export function untold(standing: PartyStanding | null): string {
  return standing === 'older' ? 'Unknown: the older dialect does not tell' : 'Unknown';
}

/** What must be known of two places that may be one; null where they are two. Whoever gets into one place must not get both shares. */
export function onePlaceWords([first, second]: readonly [string | null, string | null]): string | null {
  if (first === null || second === null || hostOf(first) !== hostOf(second)) return null;
  return `Both parties are asked at ${hostOf(first)}. Where they run on one machine, whoever gets into it has the key.`;
}

/** The host of `host:port`, an IPv6 address in its brackets. */
function hostOf(place: string): string {
  return place.replace(/:\d+$/, '');
}
