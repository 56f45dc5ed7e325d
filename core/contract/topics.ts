import type * as z from 'zod';
import type { TopicName } from './names.ts';
import * as s from './schemas.ts';

/** What each announcement carries. 'status.changed' and 'balances.changed' carry the whole new state. */
export const topics = {
  'status.changed': s.SystemStatus,
  'halt.changed': s.Halt,
  'approval.requested': s.Approval,
  'approval.closed': s.Approval.pick({ approvalId: true }),
  'market.updated': s.MarketUpdate,
  'order.changed': s.Order,
  'fill.added': s.Fill,
  'balances.changed': s.Balance.array(),
  'audit.appended': s.AuditChain,
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
