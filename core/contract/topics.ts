import * as z from 'zod';
import type { TopicName } from './names.ts';
import * as approvals from './schemas/approvals.ts';
import * as common from './schemas/common.ts';
import * as custody from './schemas/custody.ts';
import * as markets from './schemas/markets.ts';
import * as orders from './schemas/orders.ts';
import * as preferences from './schemas/preferences.ts';
import * as signers from './schemas/signers.ts';
import * as system from './schemas/system.ts';
import * as transactions from './schemas/transactions.ts';
import * as venues from './schemas/venues.ts';

/** What each announcement carries. 'status.changed' and 'balances.changed' carry the whole new state. */
export const topics = {
  'status.changed': system.SystemStatus,
  'halt.changed': system.Halt,
  'approval.requested': approvals.Approval,
  'approval.closed': approvals.ApprovalClosed,
  'market.updated': markets.MarketUpdate,
  'order.changed': orders.Order,
  'fill.added': orders.Fill,
  'balances.changed': orders.Balance.array(),
  'policy.changed': z.strictObject({ digest: z.string() }),
  'preferences.changed': preferences.Preferences,
  'lock.requested': preferences.AppLock,
  'transaction.changed': transactions.ChainTransaction,
  'signer.changed': signers.SignerChip,
  'secret.requested': z.strictObject({
    form: signers.SecretForm,
    chainId: transactions.ChainId.nullable(),
    /** The credential, or the backup, that the form is about. */
    credentialId: common.Id.nullable(),
  }),
  'venue.changed': venues.VenueStanding,
  /** Some credential or passport has changed; `custody.list` tells the new state. */
  'custody.changed': z.strictObject({}),
  /** A guided procedure was begun, has come further, or has ended; `procedures.list` tells the new state. */
  'procedure.changed': z.strictObject({}),
  /** A rotation is due, nearer than when it was told last. */
  'reminder.raised': custody.RaisedReminder,
  /** A webhook was changed, or has sent or failed to send something; `webhooks.list` tells the new state. */
  'webhooks.changed': z.strictObject({}),
  'audit.appended': system.AuditChain,
} as const satisfies Record<TopicName, z.ZodType>;

/** The payload of one topic. */
export type Payload<T extends TopicName> = z.output<(typeof topics)[T]>;

/** One announcement. */
export type Announcement = {
  readonly [T in TopicName]: {
    readonly topic: T;
    readonly payload: Payload<T>;
  };
}[TopicName];

/** Receives announcements. */
export type Listener = (announcement: Announcement) => void;
