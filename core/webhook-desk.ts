import type { Webhook } from './contract/shapes.ts';
import { always, ifIt, type May } from './domain/may.ts';
import { err, ok, type Result } from './domain/result.ts';
import {
  addWebhook,
  changeWebhook,
  endOverlap,
  removeWebhook,
  rotateSecret,
  type WebhookEntry,
  type WebhookParts,
} from './notify/webhook-changes.ts';
import type { WebhookSender } from './notify/webhook-sender.ts';
import type { Clock, Ids } from './ports.ts';
import { betweenRows, type Record } from './trading/record.ts';
import { createWebhookTrial, type TryWebhook } from './webhook-trial.ts';

/** What the desk stands on. */
export interface WebhookDeskParts extends WebhookParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly record: Record;
  readonly sender: WebhookSender;
  /** Some webhook is another than before, and so its credential. */
  readonly changed: () => void;
}

/**
 * All that a person does with webhooks; each change stands between two rows. Errors are those of notify/webhook-changes.ts. What wipes a
 * secret that signs beside a newer one is done where `may` lets it.
 */
export interface WebhookDesk {
  list(): Result<Webhook[]>;
  /** A null id makes one. `not-found` for one that is not there. */
  set(webhookId: string | null, entry: WebhookEntry, actor: string, may?: May): Promise<Result<Webhook>>;
  remove(webhookId: string, actor: string, may?: May): Promise<Result<{ webhookId: string }>>;
  /** As `trial` by all secrets; answers the webhook. */
  test(webhookId: string, actor: string): Promise<Result<Webhook>>;
  readonly trial: TryWebhook;
  rotateSecret(webhookId: string, secret: string, actor: string, mayEndOld?: May): Promise<Result<Webhook>>;
  endOverlap(webhookId: string, actor: string, may?: May): Promise<Result<Webhook>>;
}

/** The desk over the webhooks of an open console.db. */
export function createWebhookDesk(parts: WebhookDeskParts): WebhookDesk {
  const { record, sender, table } = parts;

  const found = (webhookId: string): Result<Webhook> => {
    const webhook = table.find(webhookId);
    if (!webhook.ok) return webhook;
    return webhook.value === null
      ? err({ code: 'not-found', retry: 'never', what: 'this webhook' })
      : ok(webhook.value);
  };

  const trial = createWebhookTrial(parts, found);

  /** Changes something between two rows. Nothing that was typed is in them but the host. */
  const recorded = async <T>(what: string, webhookId: string | null, actor: string, act: () => Result<T>) => {
    const about = { eventType: 'webhook', actor, subject: webhookId ?? 'new' };
    const ended = (): void => {
      parts.changed();
      sender.look();
    };
    return betweenRows({ record, ended }, about, { what }, act, shownIn);
  };
  /** As it is when the row is written: meanwhile it may have been changed, or removed. */
  const change = async <T>(
    what: string,
    webhookId: string,
    actor: string,
    act: (webhook: Webhook) => Result<T>,
  ): Promise<Result<T>> => {
    const before = found(webhookId);
    if (!before.ok) return before;
    return recorded(what, webhookId, actor, () => {
      const webhook = found(webhookId);
      return webhook.ok ? act(webhook.value) : webhook;
    });
  };

  return {
    list() {
      const all = table.all();
      return all.ok ? ok([...all.value]) : all;
    },
    set(webhookId, entry, actor, may = always) {
      if (webhookId === null) return recorded('set', null, actor, () => addWebhook(parts, entry));
      return change('set', webhookId, actor, (webhook) => {
        const wipesOld = webhook.hasOldSecret && entry.target !== null;
        return ifIt(wipesOld ? may : always, () => changeWebhook(parts, webhook, entry));
      });
    },
    remove: (webhookId, actor, may = always) =>
      change('remove', webhookId, actor, (webhook) =>
        ifIt(webhook.hasOldSecret ? may : always, () => removeWebhook(parts, webhook)),
      ),
    rotateSecret: (webhookId, secret, actor, mayEndOld) =>
      change('rotate secret', webhookId, actor, (webhook) => rotateSecret(parts, webhook, secret, mayEndOld)),
    endOverlap: (webhookId, actor, may = always) =>
      change('end overlap', webhookId, actor, (webhook) => ifIt(may, () => endOverlap(parts, webhook))),
    async test(webhookId, actor) {
      const tried = await trial(webhookId, 'all', actor);
      return tried.ok ? ok(tried.value.webhook) : tried;
    },
    trial,
  };
}

/** What a row says of a webhook: what is shown of it anyway. */
function shownIn(done: unknown): { readonly [name: string]: string | boolean | string[] } {
  const { enabled, fingerprint, format, host, notices, webhookId } = done as Partial<Webhook>;
  return {
    ...(webhookId === undefined ? {} : { webhook: webhookId }),
    ...(host === undefined || fingerprint === undefined || format === undefined ? {} : { format, host, fingerprint }),
    ...(notices === undefined || enabled === undefined ? {} : { notices: [...notices], enabled }),
  };
}
