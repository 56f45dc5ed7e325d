import { backupComponents } from './backup-components.ts';
import type { StoredBackup, StoredCheck } from './backups-table.ts';

const dayMs = 86_400_000;
/** After this a verification says too little: CUSTODY.md's interval of keyshares, which asks for new backups. */
const mostAgeDays = 180;

/** What no register can tell, for whoever reads it. */
export const cannotKnow =
  'Places are compared by their words alone: one place under two names is not seen, nor whether anybody has been there.';

/** A place's letters and digits in Unicode's form NFKC and one case: how two descriptions are compared. Empty when it has none. */
export function comparablePlace(place: string): string {
  return place
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The kept backup of the other party that lies at the same place; null where there is none. Both together are the key. */
export function besideOtherParty(
  backup: Pick<StoredBackup, 'component' | 'place'>,
  kept: readonly StoredBackup[],
): StoredBackup | null {
  const other =
    backup.component === 'mpc-party-0' ? 'mpc-party-1' : backup.component === 'mpc-party-1' ? 'mpc-party-0' : null;
  const place = comparablePlace(backup.place);
  return kept.find(({ component, place: its }) => component === other && comparablePlace(its) === place) ?? null;
}

/** Whole days since the last check that went well; null where none did. A time still to come is no age. */
export function ageDays(checks: readonly StoredCheck[], nowMs: number): number | null {
  const verified = lastVerified(checks);
  return verified === null ? null : Math.max(0, Math.floor((nowMs - verified.atMs) / dayMs));
}

/** The last check that went well; null where none did. `checks` are oldest first. */
export function lastVerified(checks: readonly StoredCheck[]): StoredCheck | null {
  return checks.findLast(({ result }) => result === 'ok') ?? null;
}

/** The rules that a kept backup does not meet, each in a sentence; what is not known counts as unmet. */
export function unmetRules(
  backup: StoredBackup,
  checks: readonly StoredCheck[],
  kept: readonly StoredBackup[],
  nowMs: number,
): readonly string[] {
  const { asksSplit, asksTwoPersons, isOpenedHere } = backupComponents[backup.component];
  const unmet: string[] = [];
  if (asksTwoPersons) unmet.push(...attestedRule(backup.twoPerson, 'that two persons are needed to open it'));
  if (asksSplit) {
    unmet.push(...attestedRule(backup.geographicSplit, 'that its shares lie at several places'));
    const here = comparablePlace(backup.place);
    const beside = kept.filter(({ backupId, place, setId }) => {
      const isOfSet = setId !== null && setId === backup.setId && backupId !== backup.backupId;
      return isOfSet && comparablePlace(place) === here;
    });
    if (beside.length > 0) unmet.push('Unmet: another share of this set is recorded at the same place.');
  }
  const last = checks.at(-1);
  const age = ageDays(checks, nowMs);
  if (last?.result === 'failed') unmet.push('Unmet: the last check failed. This backup may not help.');
  if (age === null) {
    unmet.push(`Unmet: it was never ${isOpenedHere ? 'opened' : 'verified'}. Nobody knows whether it helps.`);
  } else if (age > mostAgeDays) unmet.push(`Unmet: it was verified ${age} days ago; ${mostAgeDays} are the most.`);
  if ((lastVerified(checks)?.atMs ?? 0) > nowMs) unmet.push('Unmet: it was verified at a time that is still to come.');
  return unmet;
}

function attestedRule(answer: StoredBackup['twoPerson'], what: string): readonly string[] {
  if (answer === 'yes') return [];
  return [`Unmet: CUSTODY.md asks ${what}${answer === 'unknown' ? '; that is not known' : ''}.`];
}
