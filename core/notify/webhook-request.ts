import { canonicalText } from '../domain/canonical.ts';
import { unreachable } from '../domain/result.ts';
import type { Notice } from './webhook-queue.ts';
import { webhookHeaders, webhookSignature } from './webhook-signature.ts';
import type { KeptTarget, WebhookAddress } from './webhook-target.ts';
import { escapedForDiscord } from './webhook-text.ts';

/** One request as it leaves. Its address, and of a generic one the signature too, are secret. */
export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Discord shows no preview of a link (message flag SUPPRESS_EMBEDS). */
const withoutEmbeds = 4;

/** A notice for a target at `nowMs`: the same body with every try, only the time of signing is another. */
export function requestOf(
  { oldSecret, target }: KeptTarget,
  { url }: WebhookAddress,
  notice: Omit<Notice, 'kind'> & { readonly kind: Notice['kind'] | 'test' },
  nowMs: number,
): WebhookRequest {
  const headers = { 'content-type': 'application/json', 'user-agent': 'portcullis-webhook' };
  const at = new Date(notice.atMs).toISOString();
  const { kind, noticeId, text, title } = notice;
  switch (target.format) {
    case 'generic': {
      const body = canonicalText({ v: 1, id: noticeId, kind, at, title, text });
      const timestamp = `${Math.floor(nowMs / 1000)}`;
      const secrets = [target.secret, ...(oldSecret === null ? [] : [oldSecret])];
      const { notice: id, signature, timestamp: signedAt } = webhookHeaders;
      const signed = { [id]: noticeId, [signedAt]: timestamp, [signature]: webhookSignature(secrets, timestamp, body) };
      return { url, headers: { ...headers, ...signed }, body };
    }
    case 'discord': {
      const content = `**${escapedForDiscord(title)}**\n${escapedForDiscord(text)}\n${escapedForDiscord(mark(at, noticeId))}`;
      // Nobody is called by it, whatever the text holds.
      const body = canonicalText({ content, allowed_mentions: { parse: [] }, flags: withoutEmbeds });
      return { url, headers, body };
    }
    case 'telegram': {
      // Without a parse_mode nothing in it is markup.
      const body = canonicalText({
        chat_id: target.chatId,
        text: `${title}\n${text}\n${mark(at, noticeId)}`,
        link_preview_options: { is_disabled: true },
      });
      return { url, headers, body };
    }
    default:
      return unreachable(target);
  }
}

/** How many secrets signed a request as it leaves; none did where its address is all that is secret. */
export function signaturesOf({ headers }: WebhookRequest): number {
  const signature = headers[webhookHeaders.signature];
  return signature === undefined ? 0 : signature.split(',').length;
}

/** When it was, and by what a person tells that two messages are the same one. */
function mark(at: string, noticeId: string): string {
  return `${at.slice(0, 19).replace('T', ' ')} UTC, notice ${noticeId.slice(0, 8)}`;
}
