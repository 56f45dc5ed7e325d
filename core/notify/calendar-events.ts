import type { CredentialKind, CredentialRow, MaintenanceWindow } from '../contract/shapes.ts';
import { reminderDays } from '../domain/due-levels.ts';
import { findExchange } from '../domain/exchanges.ts';
import { shownText } from '../domain/shown-text.ts';

/** One entry of the calendar; texts are on one line each, with what would hide or reorder spelled out. */
export interface CalendarEvent {
  /** The same for as long as there is the credential or the window, so that a calendar replaces what it had. */
  readonly uid: string;
  readonly what: 'rotation' | 'maintenance';
  readonly startsAtMs: number;
  readonly minutes: number;
  readonly summary: string;
  readonly description: string;
  /** So many days before its start a calendar reminds of it. */
  readonly alarmDays: readonly number[];
}

const minuteMs = 60_000;
const rotationMinutes = 30;

const kindNames: Readonly<Record<CredentialKind, string>> = {
  'cex-key': 'exchange key',
  'keystore-password': 'keystore password',
  'remote-tls': 'signer certificate',
  'mpc-keyshare': 'MPC keyshare',
  'api-token': 'token of the local API',
  'webhook-secret': 'webhook secret',
};

/**
 * What a calendar holds: the due date of every credential that has one, and the maintenance windows that are not over. Nothing secret is in
 * it, and no fingerprint either: a calendar is often kept by somebody else.
 */
export function calendarEvents(
  rows: readonly Pick<CredentialRow, 'credentialId' | 'kind' | 'label' | 'subject' | 'dueAtMs' | 'dueBy'>[],
  windows: readonly MaintenanceWindow[],
  nowMs: number,
): readonly CalendarEvent[] {
  const rotations = rows.flatMap(({ credentialId, dueAtMs, dueBy, kind, label, subject }): readonly CalendarEvent[] => {
    if (dueAtMs === null) return [];
    const name = shownText(label === '' ? kindNames[kind] : label);
    const whose = subject === null ? '' : ` for ${shownText(findExchange(subject)?.title ?? subject)}`;
    const why = {
      interval: 'its interval is over',
      venue: 'the exchange ends it',
      certificate: 'its certificate ends',
    };
    return [
      {
        uid: `rotation-${credentialId}@portcullis`,
        what: 'rotation',
        startsAtMs: dueAtMs,
        minutes: rotationMinutes,
        summary: `Rotate ${name}`,
        description: `The ${kindNames[kind]}${whose} is due: ${why[dueBy]}. Rotate it in Portcullis, on the Custody screen.`,
        alarmDays: reminderDays,
      },
    ];
  });
  const planned = windows.flatMap(({ minutes, note, startsAtMs, windowId }): readonly CalendarEvent[] =>
    isOver({ startsAtMs, minutes }, nowMs)
      ? []
      : [
          {
            uid: `maintenance-${windowId}@portcullis`,
            what: 'maintenance',
            startsAtMs,
            minutes,
            summary: 'Maintenance of the two-party signer',
            description: shownText(note),
            alarmDays: [3, 0],
          },
        ],
  );
  return [...rotations, ...planned];
}

/** Whether its time has passed. */
export function isOver({ minutes, startsAtMs }: Pick<CalendarEvent, 'startsAtMs' | 'minutes'>, nowMs: number): boolean {
  return startsAtMs + minutes * minuteMs <= nowMs;
}
