import type {
  AppLock,
  AuditChain,
  DueSummary,
  Halt,
  SettingProblem,
  SignerChip,
  SystemStatus,
  VaultState,
  VenueHealth,
} from './contract/shapes.ts';
import { type Armed, shownArmed } from './golive/armed.ts';
import type { Clock } from './ports.ts';

/** Where the status is read from; each part is asked anew. */
export interface StatusParts {
  readonly clock: Clock;
  readonly version: string;
  readonly dataFolder: string;
  readonly runtime: string;
  readonly startedAtMs: number;
  readonly halt: () => Halt;
  readonly vault: () => VaultState;
  readonly lock: () => AppLock;
  readonly audit: () => AuditChain;
  readonly venue: () => VenueHealth;
  readonly api: () => { readonly address: string | null; readonly problem: string | null };
  readonly problems: () => readonly SettingProblem[];
  readonly signer: () => SignerChip;
  readonly openTransactions: () => number | null;
  readonly openOrders: () => number | null;
  readonly liveOpenOrders: () => number | null;
  readonly pendingApprovals: () => number;
  readonly due: () => DueSummary;
  readonly armed: () => Armed | null;
  readonly reducing: () => SystemStatus['reducing'];
}

/** The console on one page. The mode is live while something is armed, and at no other time, whatever the settings ask for. */
export function statusOf(parts: StatusParts): SystemStatus {
  const api = parts.api();
  const armed = shownArmed(parts.armed());
  return {
    version: parts.version,
    mode: armed === null ? 'paper' : 'live',
    liveEnabled: armed !== null,
    armed,
    startedAtMs: parts.startedAtMs,
    nowMs: parts.clock.nowMs(),
    dataFolder: parts.dataFolder,
    runtime: parts.runtime,
    halt: parts.halt(),
    vault: parts.vault(),
    lock: parts.lock(),
    audit: parts.audit(),
    venue: parts.venue(),
    signer: parts.signer(),
    openTransactions: parts.openTransactions(),
    apiAddress: api.address,
    apiProblem: api.problem,
    problems: [...parts.problems()],
    openOrders: parts.openOrders(),
    liveOpenOrders: parts.liveOpenOrders(),
    pendingApprovals: parts.pendingApprovals(),
    reducing: parts.reducing(),
    due: parts.due(),
  };
}
