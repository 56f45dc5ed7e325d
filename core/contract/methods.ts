import * as z from 'zod';
import type { Result } from '../domain/result.ts';
import type { MethodName } from './names.ts';
import * as s from './schemas.ts';

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
    output: s.SystemStatus,
  },
  'settings.list': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: z.strictObject({
      settings: z.array(s.SettingRow),
      problems: z.array(s.SettingProblem),
      notOffered: z.array(z.string()),
    }),
  },
  'halt.engage': {
    from: anyone,
    effect: 'halt',
    input: z.strictObject({
      reason: z.string().min(1).max(500),
      source: z.enum(['window', 'shortcut', 'tray', 'cli']).default('window'),
    }),
    output: s.Halt,
  },
  'halt.requestRelease': {
    from: traders,
    effect: 'write',
    input: z.strictObject({
      to: z.enum(['active', 'reducing']).default('active'),
    }),
    output: s.Approval,
  },
  'approvals.pending': {
    from: anyone,
    effect: 'read',
    input: nothing,
    output: z.array(s.Approval),
  },
  'approvals.show': {
    from: approver,
    effect: 'read',
    input: z.strictObject({ approvalId: s.Id }),
    output: s.Approval,
  },
  'approvals.decide': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({
      approvalId: s.Id,
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
    output: z.array(s.Market),
  },
  'markets.snapshot': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ symbol: s.MarketSymbol }),
    output: s.MarketSnapshot,
  },
  'markets.candles': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      symbol: s.MarketSymbol,
      interval: z.enum(['1m', '5m', '15m', '1h']).default('1m'),
      limit: z.number().int().min(1).max(1000).default(300),
    }),
    output: z.array(s.Candle),
  },
  'orders.preview': {
    from: traders,
    effect: 'write',
    input: s.OrderDraft,
    output: s.OrderPreview,
  },
  'orders.submit': {
    from: traders,
    effect: 'write',
    input: z.strictObject({ previewId: s.Id }),
    output: s.Order,
  },
  'orders.cancel': {
    from: traders,
    effect: 'tighten',
    input: z.strictObject({ orderId: s.Id }),
    output: s.Order,
  },
  'orders.cancelAll': {
    from: traders,
    effect: 'tighten',
    input: z.strictObject({ symbol: s.MarketSymbol.optional() }),
    output: z.strictObject({
      canceled: z.array(s.Order),
      left: z.array(s.Order),
    }),
  },
  'orders.list': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      open: z.boolean().optional(),
      symbol: s.MarketSymbol.optional(),
      ...page,
    }),
    output: z.array(s.Order),
  },
  'orders.get': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ orderId: s.Id }),
    output: s.Order,
  },
  'fills.list': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      orderId: s.Id.optional(),
      symbol: s.MarketSymbol.optional(),
      ...page,
    }),
    output: z.array(s.Fill),
  },
  'balances.list': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: z.array(s.Balance),
  },
  'policy.get': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: z.strictObject({
      document: s.PolicyDocument,
      digest: z.string(),
      rows: z.array(s.PolicyRow),
    }),
  },
  'policy.simulate': {
    from: traders,
    effect: 'read',
    input: s.SimulateInput,
    output: z.strictObject({
      verdict: s.Verdict,
      rulings: z.array(s.RulingShape),
    }),
  },
  'practice.reset': {
    from: traders,
    effect: 'write',
    input: nothing,
    output: z.array(s.Balance),
  },
  'audit.query': {
    from: traders,
    effect: 'read',
    input: s.AuditQuery,
    output: z.array(s.AuditRow),
  },
  'audit.get': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ id: z.number().int().positive() }),
    output: s.AuditRowDetail,
  },
  'audit.verify': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ fromId: z.number().int().positive().optional() }),
    output: s.AuditVerification,
  },
  'vault.unlock': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ passphrase: z.string().min(1).max(1000) }),
    output: z.strictObject({ vault: s.VaultState }),
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
