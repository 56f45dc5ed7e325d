import type { KeyshareCondition, PartyStanding } from './keyshares.ts';

/** What a runbook names: the parties with what is known of them. */
export interface RunbookFacts {
  readonly condition: KeyshareCondition;
  readonly pinned: string | null;
  readonly highestEpoch: number | null;
  /** The hosts of both parties. */
  readonly places: readonly [string | null, string | null];
  readonly look: {
    readonly parties: readonly [RunbookParty, RunbookParty];
  } | null;
}

/** One party, as it was seen. */
export interface RunbookParty {
  readonly standing: PartyStanding;
  readonly dialect: 'legacy' | 'mpc-2p/1' | null;
  readonly epoch: number | null;
}

const askAgain = 'Ask both to attest again.';
const testIt = 'Make a test signature.';
const newBackups = 'Make and verify new backups at both parties, and keep them at different places.';
const refreshAtOnce = 'Refresh at once in Custody: whoever has found the lost share can do nothing with it then.';

/**
 * What to do in a condition, in order: one sentence a step. Empty where nothing is to be done. The steps follow the failure table and the
 * custody model of docs/custody.md: a share is only ever restored at its own party, and no new key is made where there was one.
 */
export function keyshareRunbook(facts: RunbookFacts): readonly string[] {
  const isOlder = facts.look?.parties[0].dialect === 'legacy';
  switch (facts.condition) {
    case 'fits':
      return [];
    case 'not-backed-up':
      return [
        'At each party whose backup is not of this epoch, make one and read it back there: its passphrase stays there.',
        'Keep both at different places: two backups of one epoch are the key.',
        askAgain,
      ];
    case 'not-pinned':
      return [
        'Compare the address with the one that each party shows at its own place.',
        'Make and verify a backup at each party, before anything is sent to the address.',
        'Pin it by the button below, in the window of its own.',
        testIt,
      ];
    case 'legacy':
      return [
        'Take nothing that is unknown for fine: that both shares are right shows only by a test signature.',
        'Make a test signature after every change at a party.',
        'It refreshes no shares by itself: Custody goes through what can be checked here.',
      ];
    case 'not-asked':
      return ['Ask both to attest.'];
    case 'outdated':
      return [askAgain];
    case 'not-set-up':
      return [
        'Run one party at each of two places that nobody reaches at once.',
        'Set PORTCULLIS_MPC_0_URL and PORTCULLIS_MPC_1_URL, and start the console again.',
        'Give the certificates of both parties, with their pins.',
        'Ask both to attest.',
      ];
    case 'no-second-party':
      return [
        'Set PORTCULLIS_MPC_1_URL, and give the certificates of party 1 with its pin.',
        'Start the console again, and ask both to attest: only both together show that their shares make one key.',
      ];
    case 'no-key':
      return isOlder ? firstKeyAtOlder : firstKey;
    case 'share-lost':
      return shareLost(facts);
    case 'shares-lost':
      return [
        'Have no new key made: it would be of another address. Backups or recovery shares bring the same address back.',
        'At the place of each party, get its newest backup, or combine its recovery shares there: never both on one machine.',
        'See that both are of one epoch, and restore each at its own party.',
        askAgain,
        testIt,
        'Refresh at once in Custody, then make new backups at both parties.',
        'Only where one of them has neither: what is at this address cannot be moved. Take another signer, and begin anew.',
      ];
    case 'party-down':
      return partyDown(facts, isOlder);
    case 'in-doubt':
      return [
        'Refresh nothing again, and restore nothing: the refresh may be committed already.',
        'See that both parties are up.',
        'Settle it: both bring it to one end, attest, and make a test signature.',
        newBackups,
      ];
    case 'to-settle':
      return [
        'Find out why signing was halted, which is said above.',
        'Settle it: both parties bring it to one end, attest, and make a test signature. Then signing goes on.',
        newBackups,
      ];
    case 'refreshing':
      return ['Wait a minute, and ask both to attest again.', 'Where it stays so, settle it.'];
    case 'mixed':
      return [
        `Find out which share is old: ${epochsOf(facts)}.`,
        'Where a refresh was under way, settle it. Restore nothing before that.',
        'Else restore the older party from its backup of the epoch of the other one.',
        'Where there is none, restore both from backups of one same epoch.',
        askAgain,
        testIt,
        'Refresh at once in Custody, then make new backups at both parties.',
      ];
    case 'stale':
      return [
        `Find out who put old shares back: epoch ${facts.highestEpoch ?? 'unknown'} was seen before, and now ${epochsOf(facts)}.`,
        'Where it was not you, somebody has a pair of old shares, and that is the key: once both sign again, move what it holds first.',
        'Restore both parties from their newest backups, of one epoch that is not lower than the highest seen.',
        'Where nothing newer is left and you put both back yourself, take them as they are, by the button below.',
        askAgain,
        'Refresh at once in Custody, and destroy every older pair.',
      ];
    case 'swapped':
      return [
        'Halt trading, and send nothing to an address that answers now.',
        'Find out what runs at both places, and who could change it.',
        'Bring back the parties that hold the pinned key.',
        askAgain,
        'Pin another address only where you know why it is another.',
      ];
    case 'not-trusted':
      return [
        'See whether the certificate was replaced by you. If not, take what answers for another service: halt trading first.',
        'If it was, give its new pin beside the old one, for that party.',
        'See that both parties have a pin, and are asked over https: else nothing that they attest can be proved.',
        askAgain,
      ];
    case 'not-admitted':
      return [
        'Let that party know the fingerprint of our certificate, or give here the certificate that it knows.',
        'See that the address of each party leads to that party.',
        askAgain,
      ];
    case 'not-protected':
      return ['Set an https address for that party, and give our certificate, our key and its pin.', askAgain];
    case 'not-understood':
      return [
        'Look at what runs at its address, and in which version. Nothing was changed there.',
        isOlder ? 'Restart both parties: the older service does not come back into step by itself.' : askAgain,
      ];
  }
}

const firstKey = [
  'See that both parties are at two places, and that each has its own certificate.',
  'Have the key made: by the button here, or at party 0 by its operator (POST /dkg).',
  'Both then attest it. Compare the address with the one that each party shows at its own place.',
  'Make and verify a backup at each party, before anything is sent to the address.',
  'Pin it by the button below, in the window of its own.',
  testIt,
] as const;

const firstKeyAtOlder = [
  'Make the key at party 0 as its operator (POST /dkg): the console makes none with the older service.',
  'Read its address at both parties, each at its own place. The older service attests nothing.',
  'Make and verify a backup of each share at its own party.',
  'Give the address in the field below, and pin it in the window of its own.',
  testIt,
] as const;

function shareLost(facts: RunbookFacts): readonly string[] {
  const parties = facts.look?.parties ?? [];
  const other = parties.find(({ standing }) => standing !== 'no-key');
  const lost = namesOf(facts, ({ standing }) => standing === 'no-key');
  const epoch = other?.epoch ?? facts.highestEpoch;
  return [
    'Have no new key made: it would be of another address. One party alone signs nothing.',
    `Get the backup of ${lost}${epoch === null ? '' : ` of epoch ${epoch}`}, and restore it at that party: its passphrase stays there.`,
    'Where there is none of that epoch, restore both from backups, or from recovery shares, of one same epoch.',
    askAgain,
    testIt,
    refreshAtOnce,
    newBackups,
  ];
}

function partyDown(facts: RunbookFacts, isOlder: boolean): readonly string[] {
  const down = namesOf(facts, ({ standing }) => standing === 'unreachable');
  const alone = namesOf(facts, ({ standing }) => standing === 'alone');
  return [
    down === '' ? `Mend the way between both parties: ${alone} does not reach the other one.` : `Bring up ${down}.`,
    ...(isOlder ? ['Restart both parties: the older service does not find its other party again by itself.'] : []),
    askAgain,
    testIt,
    'Where its machine is gone for good, its share is lost: restore its backup at a new place.',
  ];
}

/** The parties of which this is so, with their places: 'party 1 (mpc-1.internal:8443)'. */
function namesOf(facts: RunbookFacts, isOne: (party: RunbookParty) => boolean): string {
  return (facts.look?.parties ?? [])
    .flatMap((party, index) => (isOne(party) ? [`party ${index} (${facts.places[index] ?? 'not set'})`] : []))
    .join(' and ');
}

function epochsOf({ look }: RunbookFacts): string {
  const epochs = look?.parties.map(({ epoch }) => epoch ?? 'unknown') ?? [];
  return `party 0 is at epoch ${epochs[0] ?? 'unknown'}, party 1 at ${epochs[1] ?? 'unknown'}`;
}
