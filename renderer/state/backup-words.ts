import type { BackupCheck, BackupRow } from '../../core/contract/shapes.ts';
import { shownText } from '../escape.ts';
import { agoInWords } from '../format/time.ts';

const howWords: Readonly<Record<BackupCheck['by'], string>> = {
  opened: 'by opening it',
  attested: 'by attestation',
  rehearsed: 'by a rehearsal',
};

/** How and when a backup was looked at last, and what was found; its age where only an earlier look went well. */
export function checkWords({ lastCheck, verifiedAtMs }: BackupRow, nowMs: number): string {
  if (lastCheck === null) return 'Never verified.';
  const how = `${howWords[lastCheck.by]}, ${agoInWords(lastCheck.atMs, nowMs)}: ${shownText(lastCheck.text)}`;
  if (lastCheck.result === 'ok') return `Verified ${how}`;
  const before = verifiedAtMs === null ? 'never verified' : `last verified ${agoInWords(verifiedAtMs, nowMs)}`;
  return `Failed ${how} It was ${before}.`;
}

/** What a person attests of a rule. */
export const attestedWords: Readonly<Record<BackupRow['twoPerson'], string>> = {
  yes: 'yes, attested',
  no: 'no',
  unknown: 'not known',
};

/** When recovery shares were rehearsed last, over all backups. */
export function rehearsalWords(rows: readonly BackupRow[], nowMs: number): string {
  const rehearsals = rows.flatMap(({ lastRehearsal, setId }) =>
    lastRehearsal === null ? [] : [{ ...lastRehearsal, setId }],
  );
  const last = rehearsals.toSorted((a, b) => b.atMs - a.atMs)[0];
  if (last === undefined) return 'No rehearsal is noted.';
  const how = last.result === 'ok' ? 'and it held' : 'and it failed';
  return `Set ${last.setId ?? ''} was rehearsed ${agoInWords(last.atMs, nowMs)}, ${how}: ${shownText(last.text)}`;
}
