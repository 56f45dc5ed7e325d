import { standingWords, untold } from './keyshare-words.ts';
import type { KeyshareCondition, KeyshareMisfit, PartyStanding } from './keyshares.ts';
import { shownText } from './shown-text.ts';
import { utcDay } from './utc-day.ts';

/** One thing that is known of a party, or is not. */
export interface PartyFact {
  readonly name: string;
  /** As it is shown; what the party wrote itself is escaped. */
  readonly text: string;
  /** The whole of what is shortened in `text`; null where nothing is. */
  readonly full: string | null;
  /** A moment that is shown in place of the text, where there is one. */
  readonly atMs: number | null;
  readonly isKnown: boolean;
}

/** A party as it was found; see `SeenKeyshare` of the contract. */
export interface ToldParty {
  readonly standing: PartyStanding;
  readonly why: string | null;
  readonly address: string | null;
  readonly epoch: number | null;
  readonly pendingEpoch: number | null;
  readonly sharePoint: string | null;
  readonly signedBy: string | null;
  readonly backup: { readonly epoch: number; readonly sha256: string; readonly verifiedAt: string } | null;
  readonly certificateEndsMs: number | null;
}

/** All that is known of one party, each line for both parties under the same name. What it did not tell is unknown, never fine. */
export function partyFacts(place: string | null, party: ToldParty | null): readonly PartyFact[] {
  const standing = party?.standing ?? null;
  const fact = (name: string, text: string | null, full: string | null = null): PartyFact => ({
    name,
    text: text ?? untold(standing),
    full,
    atMs: null,
    isKnown: text !== null,
  });
  const endsMs = party?.certificateEndsMs ?? null;
  const certificate = fact('Certificate ends', endsMs === null ? null : utcDay(endsMs));
  return [
    fact('Place', place === null ? 'not set' : shownText(place)),
    fact('State', party === null ? null : stateOf(party)),
    fact('Address', shortened(party?.address ?? null), party?.address ?? null),
    fact('Epoch', party === null ? null : epochOf(party)),
    fact('Share point', shortened(party?.sharePoint ?? null), party?.sharePoint ?? null),
    fact('Signed by', shortened(party?.signedBy ?? null), party?.signedBy ?? null),
    fact('Backup', party === null ? null : backupOf(party), party?.backup?.sha256 ?? null),
    { ...certificate, atMs: endsMs },
  ];
}

const misfits: Readonly<Record<KeyshareMisfit, string>> = {
  'other-key': 'No: they attest another key',
  'other-epochs': 'No: they attest different epochs',
  'older-epoch': 'No: the epoch was higher before',
  'not-one-key': 'No: their shares do not add up to the key',
};

/** Whether what both attested agrees: their address, key and epoch, and that their shares add up to the key. */
export function agreementWords({
  condition,
  look,
}: {
  readonly condition: KeyshareCondition;
  readonly look: {
    readonly misfit: KeyshareMisfit | null;
    readonly parties: readonly { readonly sharePoint: string | null }[];
  } | null;
}): string {
  if (look === null) return 'Unknown';
  if (look.misfit !== null) return misfits[look.misfit];
  if (look.parties.some(({ sharePoint }) => sharePoint === null)) return 'Unknown: not both have attested';
  const since = condition === 'outdated' ? ', when they were asked' : '';
  return `Yes${since}: one key, one epoch, and the shares add up to it`;
}

function stateOf({ standing, why }: ToldParty): string {
  return why === null ? standingWords[standing] : `${standingWords[standing]} Why: ${shownText(why)}.`;
}

function epochOf({ epoch, pendingEpoch }: ToldParty): string | null {
  if (epoch === null) return null;
  return pendingEpoch === null ? `${epoch}` : `${epoch}; ${pendingEpoch} is begun and not settled`;
}

function backupOf({ backup, epoch, sharePoint }: ToldParty): string | null {
  if (sharePoint === null) return null;
  if (backup === null) return 'None attested';
  const which = backup.epoch === epoch ? `Epoch ${backup.epoch}` : `Only of epoch ${backup.epoch}, not of its share`;
  return `${which}; ${shortened(backup.sha256)}; read back ${shownText(backup.verifiedAt)}`;
}

/** Hexadecimal text with its middle left out. */
function shortened(text: string | null): string | null {
  return text === null || text.length <= 20 ? text : `${text.slice(0, 6)}…${text.slice(-4)}`;
}
