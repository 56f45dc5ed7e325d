import type * as z from 'zod';
import type { Result } from '../domain/result.ts';
import type { Face, Method } from './method.ts';
import { auditMethods } from './methods/audit-methods.ts';
import { backupMethods } from './methods/backup-methods.ts';
import { consoleMethods } from './methods/console-methods.ts';
import { contactMethods } from './methods/contact-methods.ts';
import { custodyMethods } from './methods/custody-methods.ts';
import { goliveMethods } from './methods/golive-methods.ts';
import { keyshareMethods } from './methods/keyshare-methods.ts';
import { orderMethods } from './methods/order-methods.ts';
import { policyMethods } from './methods/policy-methods.ts';
import { procedureMethods } from './methods/procedure-methods.ts';
import { reportMethods } from './methods/report-methods.ts';
import { sheetMethods } from './methods/sheet-methods.ts';
import { signerMethods } from './methods/signer-methods.ts';
import { transactionMethods } from './methods/transaction-methods.ts';
import { venueMethods } from './methods/venue-methods.ts';
import { webhookMethods } from './methods/webhook-methods.ts';
import type { MethodName } from './names.ts';

/** The contract: every method with who may ask it, what it does, and its exact input and output. */
export const methods = {
  ...consoleMethods,
  ...orderMethods,
  ...policyMethods,
  ...transactionMethods,
  ...signerMethods,
  ...keyshareMethods,
  ...custodyMethods,
  ...procedureMethods,
  ...backupMethods,
  ...contactMethods,
  ...sheetMethods,
  ...reportMethods,
  ...goliveMethods,
  ...venueMethods,
  ...auditMethods,
  ...webhookMethods,
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
