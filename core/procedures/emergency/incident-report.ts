import type { Procedure, Proof } from '../../contract/shapes.ts';
import { triggerWords } from '../../domain/emergency-triggers.ts';
import { reportText as plain } from '../../domain/report-text.ts';
import type { Emergency } from './emergency.ts';
import { emergencyTitle } from './emergency-words.ts';
import { ownRowsWords, type Review, rowCount } from './review.ts';

/** An incident as it is written down: when, what it was about, what was done and how sure each of it is. All of it is plain text. */
export interface IncidentReport {
  readonly title: string;
  /** What the page says first of all where it is only a drill; null for what was real. */
  readonly drill: string | null;
  readonly facts: readonly (readonly [name: string, text: string])[];
  readonly steps: readonly {
    readonly title: string;
    readonly lines: readonly { readonly at: string; readonly strength: string; readonly text: string }[];
  }[];
  readonly review: { readonly summary: string; readonly rows: readonly (readonly string[])[] } | null;
}

/** How sure a finding is, in the words of a report. */
const strengthWords: Readonly<Record<Proof['strength'], string>> = {
  proved: 'seen by the console',
  weak: 'weak',
  said: 'by word',
  failed: 'not so',
};

const kindWords: Readonly<Record<NonNullable<Emergency['target']>['kind'], string>> = {
  'cex-key': 'key of an exchange',
  'keystore-password': 'keystore and its password',
  'remote-tls': 'certificate of the remote signer',
  'mpc-keyshare': 'share of a two-party key',
  'api-token': 'token of the local API',
  'webhook-secret': 'secret of a webhook',
};

const drillWords = 'This was a drill. No credential was compromised and none was revoked; the halt was real.';

/** The report of an emergency as far as it has come. */
export function incidentReport(procedure: Procedure, emergency: Emergency, nowMs: number): IncidentReport {
  const { target } = emergency;
  const about: readonly (readonly [string, string])[] =
    target === null
      ? []
      : [
          ['Credential', target.label],
          ['Kind', kindWords[target.kind]],
          ...(target.subject === null ? [] : [['Of', target.subject] as const]),
          ['Mark', target.fingerprint ?? 'none'],
          ['Because of', triggerWords[target.trigger]],
          ...(emergency.address === null ? [] : [['Signs for', emergency.address] as const]),
        ];
  return {
    title: plain(emergencyTitle(emergency)),
    drill: target === null ? drillWords : null,
    facts: [
      ['Begun', timeOf(procedure.startedAtMs)] as const,
      [
        'Ended',
        procedure.endedAtMs === null ? 'under way' : `${timeOf(procedure.endedAtMs)}, ${endOf(procedure)}`,
      ] as const,
      ['Written', timeOf(nowMs)] as const,
      ...about,
    ].map(([name, text]) => [name, plain(text)] as const),
    steps: procedure.steps.map(({ proofs, state, title }) => ({
      title: `${title}${state === 'done' ? '' : ' (not done yet)'}`,
      lines: proofs.map(({ atMs, strength, text }) => ({
        at: timeOf(atMs),
        strength: strengthWords[strength],
        text: plain(text),
      })),
    })),
    review: emergency.review === null ? null : reviewed(emergency.review),
  };
}

function reviewed(review: Review): NonNullable<IncidentReport['review']> {
  const { counts, fromMs, isWhole, listed, rows, toMs } = review;
  const kinds = counts.map(({ count, status, what }) => `${count} ${what} (${status})`).join(', ');
  const most = isWhole ? '' : ' There are more, which were not looked at.';
  const cut = listed.length < rows ? ` The newest ${listed.length} are listed.` : '';
  return {
    summary: plain(
      `${timeOf(fromMs)} to ${timeOf(toMs)}: ${rowCount(rows)}. ${kinds}${most}${cut}${ownRowsWords(review)}`.trim(),
    ),
    rows: listed.map(({ at, id, status, subject, what }) => [`${id}`, at, what, status, subject].map(plain)),
  };
}

function endOf({ outcome, reason }: Procedure): string {
  return outcome === 'completed' ? 'complete' : `left: ${reason ?? ''}`;
}

function timeOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
