import * as z from 'zod';
import { haltStates } from '../../domain/errors.ts';
import { AtMs } from './common.ts';
import { DueSummary, ExchangeName } from './custody.ts';
import { ArmedState } from './golive.ts';
import { AppLock } from './preferences.ts';
import { SignerChip } from './signers.ts';

/** One reason the halt is engaged. `source` is who engaged it; `resolved` whether its cause is gone. */
export const HaltReason = z.strictObject({
  source: z.enum(['window', 'shortcut', 'tray', 'cli', 'http', 'environment', 'automatic']),
  code: z.string(),
  text: z.string(),
  atMs: AtMs,
  resolved: z.boolean(),
});

/** The halt control. `locked` names what keeps it from being released at all (`TRADING_HALTED=true`), else null. */
export const Halt = z.strictObject({
  state: z.enum(haltStates),
  sinceMs: AtMs.nullable(),
  reasons: z.array(HaltReason),
  locked: z.string().nullable(),
});

/** One line about a venue's health. `latencyMs` of the last answer; `skewMs` venue clock minus ours. */
export const VenueHealth = z.strictObject({
  exchange: z.string(),
  state: z.enum(['ok', 'degraded', 'down']),
  latencyMs: z.number().nullable(),
  skewMs: z.number().nullable(),
  text: z.string(),
});

/** A setting that could not be taken as it stands. */
export const SettingProblem = z.strictObject({
  name: z.string(),
  code: z.enum(['invalid_setting', 'invalid_policy_config', 'unknown_setting', 'unsafe_env_file', 'conflict']),
  text: z.string(),
});

/** One setting as the console sees it. Secrets are shown as '(set)'. `note` says what a later feature will do with it. */
export const SettingRow = z.strictObject({
  name: z.string(),
  source: z.enum(['environment', 'env-file', 'console', 'default']),
  value: z.string().nullable(),
  secret: z.boolean(),
  note: z.string().nullable(),
});

/** The chain of the audit trail as last verified. */
export const AuditChain = z.strictObject({
  state: z.enum(['verified', 'verifying', 'broken', 'failed']),
  headId: z.number().int().nonnegative(),
  verifiedToId: z.number().int().nonnegative(),
  verifiedAtMs: AtMs.nullable(),
  sealedToId: z.number().int().nonnegative(),
  problem: z.string().nullable(),
});

/** Whether secrets can be used: 'absent' no master key was ever made, 'locked' it is not at hand, 'open'. */
export const VaultState = z.enum(['absent', 'locked', 'open']);

/** The whole console on one page: what the top bar and `portcullis status` show. */
export const SystemStatus = z.strictObject({
  version: z.string(),
  mode: z.enum(['paper', 'live']),
  liveEnabled: z.boolean(),
  /** Live trading as it is armed; null on paper. */
  armed: ArmedState.nullable(),
  startedAtMs: AtMs,
  nowMs: AtMs,
  dataFolder: z.string(),
  runtime: z.string(),
  halt: Halt,
  vault: VaultState,
  lock: AppLock,
  audit: AuditChain,
  venue: VenueHealth,
  signer: SignerChip,
  /** Transactions that are signed, on their way, or in doubt; null before their books are open, and where one cannot be read. */
  openTransactions: z.number().int().nonnegative().nullable(),
  apiAddress: z.string().nullable(),
  apiProblem: z.string().nullable(),
  problems: z.array(SettingProblem),
  /** Paper orders that can still change; null while their book is not open: it is not known then. */
  openOrders: z.number().int().nonnegative().nullable(),
  /** Live orders that are not known to be finished, at all exchanges: a book of their own; null where that cannot be read. */
  liveOpenOrders: z.number().int().nonnegative().nullable(),
  pendingApprovals: z.number().int().nonnegative(),
  /** The exchanges to which only orders that reduce go now; `venues.list` says why. */
  reducing: z.array(ExchangeName),
  due: DueSummary,
});
