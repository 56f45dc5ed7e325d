import type { Vault } from '../custody/vault.ts';
import { readJson } from '../domain/read-json.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { storageFailed } from '../store/stored.ts';
import { KeptTarget } from './webhook-target.ts';

/** Where webhooks go, in the vault: one record each. */
export interface WebhookRecords {
  /** Keeps one in place of what was there. `vault-locked`, `storage-failed`. */
  put(webhookId: string, kept: KeptTarget): Result<void>;
  /** `vault-locked`, `not-found`, `storage-failed` (also for what is no target). */
  take(webhookId: string): Result<KeptTarget>;
  /** Wipes one. `vault-locked`, `storage-failed`. */
  remove(webhookId: string): Result<void>;
  /** The webhooks that have a record; needs no key. `storage-failed`. */
  ids(): Result<readonly string[]>;
}

const identityStart = 'webhook-';

/** The records of a vault. */
export function createWebhookRecords(vault: Pick<Vault, 'put' | 'take' | 'remove' | 'identities'>): WebhookRecords {
  const identityOf = (webhookId: string): string => `${identityStart}${webhookId}`;
  return {
    put(webhookId, kept) {
      const bytes = new TextEncoder().encode(JSON.stringify(kept));
      const put = vault.put(identityOf(webhookId), bytes);
      bytes.fill(0);
      return put;
    },
    take(webhookId) {
      const taken = vault.take(identityOf(webhookId));
      if (!taken.ok) return taken;
      const parsed = KeptTarget.safeParse(readJson(new TextDecoder().decode(taken.value)));
      taken.value.fill(0);
      return parsed.success ? ok(parsed.data) : err(storageFailed('the kept address of a webhook is not one'));
    },
    remove: (webhookId) => vault.remove(identityOf(webhookId)),
    ids() {
      const all = vault.identities();
      if (!all.ok) return all;
      return ok(
        all.value
          .filter((identity) => identity.startsWith(identityStart))
          .map((identity) => identity.slice(identityStart.length))
          .filter((webhookId) => /^[0-9a-zA-Z-]{1,24}$/.test(webhookId)),
      );
    },
  };
}
