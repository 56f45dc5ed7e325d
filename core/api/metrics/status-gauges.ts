import type { SystemStatus } from '../../contract/shapes.ts';
import { haltStates } from '../../domain/errors.ts';
import { exchangeNames } from '../../domain/exchanges.ts';

/** One figure that goes up and down, with what it means. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

const dueStates = ['overdue', 'in-3-days', 'in-14-days', 'in-30-days'] as const;

/** The status as figures. Times are seconds since 1970 or spans in seconds; a figure that is not known is left out or NaN, never 0. */
export function statusGauges(status: SystemStatus): readonly Gauge[] {
  const { audit, due, halt, signer, venue } = status;
  const yes = (condition: boolean): number => (condition ? 1 : 0);
  return [
    {
      name: 'trading_halted',
      help: 'Whether new orders are refused or only reductions allowed.',
      value: yes(halt.state !== 'active'),
    },
    ...haltStates.map((state) => ({
      name: 'halt_state',
      help: 'The state of the halt control: 1 for the one it is in.',
      labels: { state },
      value: yes(halt.state === state),
    })),
    {
      name: 'halt_unresolved_reasons',
      help: 'Reasons of the halt whose cause is still there.',
      value: halt.reasons.filter(({ resolved }) => !resolved).length,
    },
    {
      name: 'open_orders',
      help: 'Paper orders that can still change; NaN while their book is not open.',
      // No number is better than a wrong one: a book that is not open does not hold nothing.
      value: status.openOrders ?? Number.NaN,
    },
    {
      name: 'live_armed',
      help: 'Whether live trading is armed: orders move real money.',
      value: yes(status.armed !== null),
    },
    {
      name: 'live_open_orders',
      help: 'Live orders that are not known to be finished; NaN where their book cannot be read.',
      value: status.liveOpenOrders ?? Number.NaN,
    },
    {
      name: 'open_transactions',
      help: 'Transactions that are signed, on their way or in doubt; NaN where their books are not open or cannot be read.',
      value: status.openTransactions ?? Number.NaN,
    },
    { name: 'pending_approvals', help: 'Questions that wait for the person.', value: status.pendingApprovals },
    { name: 'audit_head_row', help: 'The newest row of the audit trail.', value: audit.headId },
    { name: 'audit_verified_row', help: 'The row to which the audit trail was verified.', value: audit.verifiedToId },
    {
      name: 'audit_sealed_row',
      help: 'The row to which the audit trail is sealed outside its database.',
      value: audit.sealedToId,
    },
    {
      name: 'audit_chain_ok',
      help: 'Whether nothing is wrong with the audit trail as far as it was verified.',
      value: yes(audit.problem === null),
    },
    ...known('audit_verified_timestamp_seconds', 'When the audit trail was verified last.', audit.verifiedAtMs),
    {
      name: 'settings_problems',
      help: 'Settings that could not be taken as they stand.',
      value: status.problems.length,
    },
    { name: 'vault_open', help: 'Whether the vault is open.', value: yes(status.vault === 'open') },
    { name: 'venue_up', help: 'Whether the market that is traded on answers.', value: yes(venue.state !== 'down') },
    ...known('venue_latency_seconds', 'How long its last answer took.', venue.latencyMs),
    ...known('venue_clock_skew_seconds', 'Its clock minus ours.', venue.skewMs),
    ...exchangeNames.map((exchange) => ({
      name: 'venue_reducing',
      help: 'Whether only orders that reduce go to an exchange.',
      labels: { exchange },
      value: yes(status.reducing.includes(exchange)),
    })),
    { name: 'signer_ready', help: 'Whether the signer in use can sign.', value: yes(signer.isReady) },
    ...dueStates.map((level) => ({
      name: 'credentials_due_level',
      help: 'How near the nearest rotation is: 1 for its level.',
      labels: { level },
      value: yes(due.level === level),
    })),
    { name: 'credentials_due', help: 'Credentials that are due within 30 days and not put off.', value: due.count },
    { name: 'credentials_snoozed', help: 'Reminders of rotations that are put off.', value: due.snoozed },
    {
      name: 'live_enabled',
      help: 'Whether live trading is switched on in the settings.',
      value: yes(status.liveEnabled),
    },
    { name: 'start_timestamp_seconds', help: 'When the console was started.', value: status.startedAtMs / 1000 },
    {
      name: 'uptime_seconds',
      help: 'How long the console runs.',
      value: Math.floor((status.nowMs - status.startedAtMs) / 1000),
    },
  ];
}

function known(name: string, help: string, ms: number | null): readonly Gauge[] {
  return ms === null ? [] : [{ name, help, value: ms / 1000 }];
}
