import * as z from 'zod';
import { noticeKinds } from '../../domain/notices.ts';
import { AtMs, Id } from './common.ts';

/** What a webhook can be told of. */
export const NoticeKind = z.enum(noticeKinds);

/** What the receiver understands: signed JSON of ours, or the message of a service. */
export const WebhookFormat = z.enum(['generic', 'discord', 'telegram']);

/** Where a webhook goes, as it is typed. Every part of it is a secret: it lies in the vault and is never shown again. */
export const WebhookTarget = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal('generic'), url: z.string().max(2048), secret: z.string().max(200) }),
  z.strictObject({ format: z.literal('discord'), url: z.string().max(2048) }),
  z.strictObject({ format: z.literal('telegram'), token: z.string().max(200), chatId: z.string().max(100) }),
]);

/**
 * One webhook. `host` and `fingerprint` are all that is shown of where it goes. `hasOldSecret` while the secret before signs beside the
 * new one. `waiting` notices are to be sent yet; `dropped` were given up because too many waited, or the receiver took none of them for
 * too long. `last` is how the last delivery went, in a sentence.
 */
export const Webhook = z.strictObject({
  webhookId: Id,
  label: z.string(),
  format: WebhookFormat,
  host: z.string(),
  fingerprint: z.string(),
  notices: z.array(NoticeKind),
  enabled: z.boolean(),
  hasOldSecret: z.boolean(),
  waiting: z.number().int().nonnegative(),
  dropped: z.number().int().nonnegative(),
  last: z.strictObject({ atMs: AtMs, state: z.enum(['delivered', 'waits', 'failed']), text: z.string() }).nullable(),
});
