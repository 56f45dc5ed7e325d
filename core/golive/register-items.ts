import { contactReviewDays } from '../contract/schemas/contacts.ts';
import type { BackupComponent, CredentialRow } from '../contract/shapes.ts';
import type { ChecklistFacts } from './checklist-facts.ts';
import { daysLater, isWithin } from './is-within.ts';
import { type ItemAbout, type JudgedItem, met, unmet } from './item.ts';

/** How old a drill, and the verification of a backup, may be. */
const drillDays = 180;
const backupDays = 90;

const nothingOverdue: ItemAbout = {
  itemId: 'nothing-overdue',
  title: 'Every credential has its date, and none is overdue',
  custodyLine: 317,
  source: 'register',
  isWaivable: false,
};
const calendarWritten: ItemAbout = {
  itemId: 'calendar-written',
  title: 'The dates are in your calendar',
  custodyLine: 317,
  source: 'register',
  isWaivable: true,
};
const emergencyRehearsed: ItemAbout = {
  itemId: 'emergency-rehearsed',
  title: 'The emergency procedure was rehearsed',
  custodyLine: 318,
  source: 'register',
  isWaivable: true,
};
const backupsVerified: ItemAbout = {
  itemId: 'backups-verified',
  title: 'What is in use is backed up, and was verified',
  custodyLine: 319,
  source: 'register',
  isWaivable: false,
};
const contactsReviewed: ItemAbout = {
  itemId: 'contacts-reviewed',
  title: 'Whom to call is written down',
  custodyLine: 321,
  source: 'attestation',
  isWaivable: true,
};

/** CUSTODY.md's fourth to sixth and its last: schedule and calendar, rehearsal, backups, contacts. */
export function registerItems(facts: ChecklistFacts): readonly JudgedItem[] {
  return [overdue(facts), calendar(facts), drill(facts), backups(facts), contacts(facts)];
}

function overdue({ custody, nowMs }: ChecklistFacts): JudgedItem {
  const active = custody.credentials.filter(({ state }) => state === 'active');
  const late = active.filter(({ dueAtMs }) => dueAtMs !== null && dueAtMs <= nowMs);
  if (late.length > 0) return unmet(nothingOverdue, `Overdue: ${labels(late)}.`, 'Rotate them on the Custody screen.');
  const dateless = active.filter(({ dueAtMs }) => dueAtMs === null);
  if (dateless.length > 0) {
    const fix = 'Have each be seen once: open the vault, and reach the service that keeps it.';
    return unmet(nothingOverdue, `Without a date: ${labels(dateless)}.`, fix);
  }
  const text = active.length === 1 ? 'One credential, due later.' : `${active.length} credentials, all due later.`;
  if (active.length === 0) return met(nothingOverdue, 'No credential is in use yet.');
  return met(nothingOverdue, text, null, Math.min(...active.map(({ dueAtMs }) => dueAtMs ?? 0)));
}

function calendar({ custody: { calendar } }: ChecklistFacts): JudgedItem {
  const fix = 'Write the calendar on the Custody screen, and import it.';
  if (calendar.exportedAtMs === null) return unmet(calendarWritten, 'It was never written.', fix);
  return calendar.isCurrent
    ? met(calendarWritten, 'Written, and nothing has changed since.', calendar.exportedAtMs)
    : unmet(calendarWritten, 'Dates have changed since it was written.', fix, calendar.exportedAtMs);
}

function drill({ custody: { lastDrillAtMs }, nowMs }: ChecklistFacts): JudgedItem {
  const fix = 'Begin a drill on the Custody screen: everything in it is practice.';
  if (lastDrillAtMs === null) return unmet(emergencyRehearsed, 'No drill was ever completed.', fix);
  return isWithin(drillDays, lastDrillAtMs, nowMs)
    ? met(emergencyRehearsed, 'A drill was completed.', lastDrillAtMs, daysLater(lastDrillAtMs, drillDays))
    : unmet(emergencyRehearsed, `The last drill is more than ${drillDays} days ago.`, fix, lastDrillAtMs);
}

/** What is in use and has to be backed up. */
function neededBackups({ custody, status }: ChecklistFacts): readonly BackupComponent[] {
  const isUsed = (kind: CredentialRow['kind']): boolean =>
    custody.credentials.some((row) => row.kind === kind && row.state === 'active');
  return [
    ...(status.vault === 'absent' ? [] : (['vault'] as const)),
    ...(isUsed('keystore-password') ? (['keystore'] as const) : []),
    ...(isUsed('mpc-keyshare') ? (['mpc-party-0', 'mpc-party-1'] as const) : []),
    'policy',
  ];
}

function backups(facts: ChecklistFacts): JudgedItem {
  const { components, rows } = facts.backups;
  const title = (component: BackupComponent): string =>
    components.find((one) => one.component === component)?.title ?? component;
  const verifiedAtMs = (component: BackupComponent): number =>
    Math.max(
      0,
      ...rows
        .filter((row) => row.component === component && row.retired === null)
        .map((row) => (row.lastCheck?.result === 'failed' ? 0 : (row.verifiedAtMs ?? 0))),
    );
  const needed = neededBackups(facts);
  const missing = needed.filter((component) => !isWithin(backupDays, verifiedAtMs(component), facts.nowMs));
  if (missing.length > 0) {
    const evidence = `Not verified within ${backupDays} days: ${missing.map(title).join(', ')}.`;
    return unmet(backupsVerified, evidence, 'Record a backup of each on the Custody screen, and have it verified.');
  }
  const oldestMs = Math.min(...needed.map(verifiedAtMs));
  const evidence = `Verified: ${needed.map(title).join(', ')}.`;
  return met(backupsVerified, evidence, oldestMs, daysLater(oldestMs, backupDays));
}

function contacts({ contacts: { contacts, lastReview, standing } }: ChecklistFacts): JudgedItem {
  const atMs = lastReview?.atMs ?? null;
  switch (standing) {
    case 'current': {
      const text = contacts.length === 1 ? 'One, looked through.' : `${contacts.length}, looked through.`;
      return met(contactsReviewed, text, atMs, atMs === null ? null : daysLater(atMs, contactReviewDays));
    }
    case 'none':
      return unmet(contactsReviewed, 'Nobody is written down.', 'Write them down on the Custody screen.');
    case 'unreviewed':
    case 'changed':
    case 'old': {
      const said = {
        unreviewed: 'Nobody ever looked through them.',
        changed: 'They have changed since the last look.',
      };
      const evidence =
        standing === 'old' ? `The last look is more than ${contactReviewDays} days ago.` : said[standing];
      return unmet(contactsReviewed, evidence, 'Look through all of them on the Custody screen.', atMs);
    }
  }
}

function labels(rows: readonly CredentialRow[]): string {
  return rows.map(({ label }) => label).join(', ');
}
