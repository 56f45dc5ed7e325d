import * as z from 'zod';
import { anyone, approver, type Method, nothing, traders } from '../method.ts';
import * as common from '../schemas/common.ts';
import * as webhooks from '../schemas/webhooks.ts';

const about = z.strictObject({ webhookId: common.Id });
const most = webhooks.NoticeKind.options.length;

/** Webhooks. Where one goes and what it is signed with are typed in the approval window or at a terminal only. */
export const webhookMethods = {
  'webhooks.list': { from: anyone, effect: 'read', input: nothing, output: z.array(webhooks.Webhook) },
  /** Makes one (without an id; then it needs a target), or changes one: without a target it goes where it went. */
  'webhooks.set': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({
      webhookId: common.Id.optional(),
      label: z.string().trim().min(1).max(60),
      notices: z.array(webhooks.NoticeKind).min(1).max(most),
      enabled: z.boolean(),
      target: webhooks.WebhookTarget.optional(),
    }),
    output: webhooks.Webhook,
  },
  /** Wipes where it goes; what waits for it is not sent. */
  'webhooks.remove': {
    from: approver,
    effect: 'raise',
    input: about,
    output: z.strictObject({ webhookId: common.Id }),
  },
  /** Sends a fixed text now, also while it is turned off; answers how that went. */
  'webhooks.test': { from: traders, effect: 'write', input: about, output: webhooks.Webhook },
  /** Another secret for signing. The one before signs beside it until `webhooks.endOverlap`. */
  'webhooks.rotateSecret': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ webhookId: common.Id, secret: z.string().max(200) }),
    output: webhooks.Webhook,
  },
  'webhooks.endOverlap': { from: approver, effect: 'raise', input: about, output: webhooks.Webhook },
} as const satisfies Readonly<Record<string, Method>>;
