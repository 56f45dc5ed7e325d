import * as z from 'zod';
import type { Result } from '../domain/result.ts';
import type { MethodName } from './names.ts';
import * as account from './schemas/account.ts';
import * as approvals from './schemas/approvals.ts';
import * as audit from './schemas/audit.ts';
import * as common from './schemas/common.ts';
import * as markets from './schemas/markets.ts';
import * as orders from './schemas/orders.ts';
import * as policy from './schemas/policy.ts';
import * as preferences from './schemas/preferences.ts';
import * as system from './schemas/system.ts';

/**
 * Who may ask: the console window, the approval-origin window, anyone at the command line or socket ('operator'), or a person at
 * an interactive terminal whose vault passphrase was checked for this very call ('terminal').
 */
export const faces = ['console', 'approval', 'operator', 'terminal'] as const;
export type Face = (typeof faces)[number];

/**
 * What asking does: 'read' nothing, 'write' changes paper state or asks for something, 'tighten' only lowers exposure,
 * 'halt' drops the gate, 'raise' loosens and therefore needs the person.
 */
export type Effect = 'read' | 'write' | 'tighten' | 'halt' | 'raise';

/** One entry of the contract. */
export interface Method {
  readonly from: readonly Face[];
  readonly effect: Effect;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}

const anyone: readonly Face[] = ['console', 'approval', 'operator', 'terminal'];
const traders: readonly Face[] = ['console', 'operator', 'terminal'];
const approver: readonly Face[] = ['approval', 'terminal'];
const nothing = z.strictObject({});
const page = { limit: z.number().int().min(1).max(500).default(100) };

/** The contract: every method with who may ask it, what it does, and its exact input and output. */
export const methods = {
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
  'markets.list': {
    from: anyone,
    effect: 'read',
    input: nothing,
    output: z.array(markets.Market),
  },
  'markets.snapshot': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ symbol: common.MarketSymbol }),
    output: markets.MarketSnapshot,
  },
  'markets.candles': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      symbol: common.MarketSymbol,
      interval: z.enum(['1m', '5m', '15m', '1h']).default('1m'),
      limit: z.number().int().min(1).max(1000).default(300),
    }),
    output: z.array(markets.Candle),
  },
  'orders.preview': {
    from: traders,
    effect: 'write',
    input: orders.OrderDraft,
    output: orders.OrderPreview,
  },
  'orders.previewReplace': {
    from: traders,
    effect: 'write',
    input: orders.ReplaceDraft,
    output: orders.OrderPreview,
  },
  'orders.submit': {
    from: traders,
    effect: 'write',
    input: z.strictObject({ previewId: common.Id }),
    output: orders.Submission,
  },
  'orders.flatten': {
    from: traders,
    effect: 'write',
    input: z.strictObject({
      quote: z
        .string()
        .regex(/^[A-Z0-9]{1,20}$/)
        .default('USDT'),
    }),
    output: orders.Flattening,
  },
  'orders.cancel': {
    from: traders,
    effect: 'tighten',
    input: z.strictObject({ orderId: common.Id }),
    output: orders.Order,
  },
  'orders.cancelAll': {
    from: traders,
    effect: 'tighten',
    input: z.strictObject({ symbol: common.MarketSymbol.optional() }),
    output: z.strictObject({
      canceled: z.array(orders.Order),
      left: z.array(orders.Order),
    }),
  },
  'orders.list': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      open: z.boolean().optional(),
      symbol: common.MarketSymbol.optional(),
      ...page,
    }),
    output: z.array(orders.Order),
  },
  'orders.get': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ orderId: common.Id }),
    output: orders.Order,
  },
  'fills.list': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      orderId: common.Id.optional(),
      symbol: common.MarketSymbol.optional(),
      ...page,
    }),
    output: z.array(orders.Fill),
  },
  'fills.export': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ year: z.number().int().min(2000).max(9999) }),
    output: z.strictObject({ fileName: z.string(), csv: z.string(), rows: z.number().int() }),
  },
  'account.performance': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      quote: z
        .string()
        .regex(/^[A-Z0-9]{1,20}$/)
        .default('USDT'),
      fromMs: common.AtMs.optional(),
    }),
    output: account.Performance,
  },
  'balances.list': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: z.array(orders.Balance),
  },
  'policy.get': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: z.strictObject({
      document: policy.PolicyDocument,
      digest: z.string(),
      rows: z.array(policy.PolicyRow),
    }),
  },
  'policy.simulate': {
    from: traders,
    effect: 'read',
    input: policy.SimulateInput,
    output: z.strictObject({
      verdict: common.Verdict,
      rulings: z.array(common.RulingShape),
    }),
  },
  'policy.compare': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ document: policy.PolicyDocument }),
    output: z.strictObject({ digest: z.string(), change: policy.PolicyChange }),
  },
  'policy.usage': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: z.array(policy.LimitUse),
  },
  'policy.replay': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      document: policy.PolicyDocument.optional(),
      limit: z.number().int().min(1).max(1000).default(500),
    }),
    output: policy.PolicyReplay,
  },
  'policy.tighten': {
    from: traders,
    effect: 'tighten',
    input: z.strictObject({ document: policy.PolicyDocument, baseDigest: z.string() }),
    output: z.strictObject({ digest: z.string() }),
  },
  'policy.requestChange': {
    from: traders,
    effect: 'write',
    input: z.strictObject({ document: policy.PolicyDocument, baseDigest: z.string() }),
    output: approvals.Approval,
  },
  'practice.reset': {
    from: traders,
    effect: 'write',
    input: nothing,
    output: z.array(orders.Balance),
  },
  'audit.query': {
    from: traders,
    effect: 'read',
    input: audit.AuditQuery,
    output: z.array(audit.AuditRow),
  },
  'audit.get': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ id: z.number().int().positive() }),
    output: audit.AuditRowDetail,
  },
  'audit.verify': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ fromId: z.number().int().positive().optional() }),
    output: audit.AuditVerification,
  },
  'audit.export': {
    from: traders,
    effect: 'write',
    input: audit.AuditExportInput,
    output: audit.AuditExport,
  },
  'audit.retentionPlan': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: audit.RetentionPlan,
  },
  'audit.requestRetention': {
    from: traders,
    effect: 'write',
    input: nothing,
    output: approvals.Approval,
  },
  'vault.unlock': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ passphrase: z.string().min(1).max(1000) }),
    output: z.strictObject({ vault: system.VaultState }),
  },
} as const satisfies Record<MethodName, Method>;

/** What a method's handler receives. */
export type In<M extends MethodName> = z.output<(typeof methods)[M]['input']>;
/** What a caller sends. */
export type WireIn<M extends MethodName> = z.input<(typeof methods)[M]['input']>;
/** What a method answers with. */
export type Out<M extends MethodName> = z.output<(typeof methods)[M]['output']>;

/** One handler for each method. */
export type Handlers = {
  readonly [M in MethodName]: (input: In<M>, face: Face) => Promise<Result<Out<M>>> | Result<Out<M>>;
};

/** The contract as a caller sees it. */
export type Client = {
  readonly call: <M extends MethodName>(method: M, input: WireIn<M>) => Promise<Result<Out<M>>>;
};
