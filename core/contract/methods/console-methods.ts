import * as z from 'zod';
import { anyone, approver, type Method, nothing, traders } from '../method.ts';
import * as approvals from '../schemas/approvals.ts';
import * as common from '../schemas/common.ts';
import * as preferences from '../schemas/preferences.ts';
import * as system from '../schemas/system.ts';

/** The console itself: status, settings, halt, approvals, locks. */
export const consoleMethods = {
  'system.status': {
    from: anyone,
    effect: 'read',
    input: nothing,
    output: system.SystemStatus,
  },
  'settings.list': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: z.strictObject({
      settings: z.array(system.SettingRow),
      problems: z.array(system.SettingProblem),
      notOffered: z.array(z.string()),
    }),
  },
  'preferences.get': {
    from: anyone,
    effect: 'read',
    input: nothing,
    output: preferences.Preferences,
  },
  'preferences.set': {
    from: traders,
    effect: 'write',
    input: preferences.PreferencesChange,
    output: preferences.Preferences,
  },
  /** Asks for the approval window in which the app lock is opened, set or taken away. */
  'lock.request': {
    from: traders,
    effect: 'write',
    input: nothing,
    output: preferences.AppLock,
  },
  'lock.unlock': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ passphrase: z.string().min(1).max(1000) }),
    output: preferences.AppLock,
  },
  /** Sets the app lock, or with a null `next` takes it away; `current` is the passphrase that is set now, null when there is none. */
  'lock.setPassphrase': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({
      current: z.string().min(1).max(1000).nullable(),
      next: z.string().min(8).max(1000).nullable(),
      afterMinutes: z.number().int().min(1).max(240).default(10),
    }),
    output: preferences.AppLock,
  },
  'diagnostics.bundle': {
    from: traders,
    effect: 'write',
    input: nothing,
    output: z.strictObject({ file: z.string(), bytes: z.number().int() }),
  },
  'halt.engage': {
    from: anyone,
    effect: 'halt',
    input: z.strictObject({
      reason: z.string().min(1).max(500),
      source: z.enum(['window', 'shortcut', 'tray', 'cli']).default('window'),
    }),
    output: system.Halt,
  },
  /** What TRADING_HALTED says in a command's environment: true halts and locks the release, false takes that lock back and releases nothing. */
  'halt.lock': {
    from: ['operator', 'terminal'],
    effect: 'halt',
    input: z.strictObject({ isHalted: z.boolean() }),
    output: system.Halt,
  },
  'halt.requestRelease': {
    from: traders,
    effect: 'write',
    input: z.strictObject({
      to: z.enum(['active', 'reducing']).default('active'),
    }),
    output: approvals.Approval,
  },
  'approvals.pending': {
    from: anyone,
    effect: 'read',
    input: nothing,
    output: z.array(approvals.Approval),
  },
  'approvals.show': {
    from: approver,
    effect: 'read',
    input: z.strictObject({ approvalId: common.Id }),
    output: approvals.Approval,
  },
  'approvals.decide': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({
      approvalId: common.Id,
      digest: z.string(),
      answer: z.enum(['approve', 'refuse']),
      word: z.string().max(100).optional(),
    }),
    output: z.strictObject({ decided: z.enum(['approved', 'refused']) }),
  },
  'vault.unlock': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ passphrase: z.string().min(1).max(1000) }),
    output: z.strictObject({ vault: system.VaultState }),
  },
} as const satisfies Readonly<Record<string, Method>>;
