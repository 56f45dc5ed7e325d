import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type ExchangeName, exchangeNames } from '../domain/exchanges.ts';
import { readJson } from '../domain/read-json.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { storageFailed } from '../store/stored.ts';
import type { KeyParts } from './key-text.ts';
import type { Vault } from './vault.ts';

const Sealed = z.strictObject({
  v: z.literal(1),
  exchange: z.enum(exchangeNames),
  apiKey: z.string().min(1),
  secret: z.string().min(1),
  password: z.string().nullable(),
});

/** Keys of exchanges in the vault, one record each; the record names its exchange, so that it is never another's. */
export interface KeptKeys {
  /** Keeps a key under a credential's id. `vault-locked`, `storage-failed`. */
  put(credentialId: string, exchange: ExchangeName, key: KeyParts): Result<void>;
  /** The key of a credential, for its exchange only. `vault-locked`, `not-found`, `storage-failed`. */
  take(credentialId: string, exchange: ExchangeName): Result<KeyParts>;
  /** Whose key lies under a credential's id, and its mark; errors as of `take`. */
  describe(credentialId: string): Result<{ readonly exchange: ExchangeName; readonly fingerprint: string }>;
  /** Wipes a key. `vault-locked`, `storage-failed`. */
  remove(credentialId: string): Result<void>;
}

/** The keys of a vault. */
export function createKeptKeys(vault: Pick<Vault, 'put' | 'take' | 'remove'>): KeptKeys {
  const openOne = (credentialId: string): Result<z.output<typeof Sealed>> => {
    const taken = vault.take(identityOf(credentialId));
    if (!taken.ok) return taken;
    const parsed = Sealed.safeParse(readJson(new TextDecoder().decode(taken.value)));
    taken.value.fill(0);
    return parsed.success ? ok(parsed.data) : err(storageFailed('the kept key of an exchange is not one'));
  };
  return {
    put(credentialId, exchange, { apiKey, password, secret }) {
      const sealed: z.input<typeof Sealed> = { v: 1, exchange, apiKey, secret, password };
      const bytes = new TextEncoder().encode(JSON.stringify(sealed));
      const put = vault.put(identityOf(credentialId), bytes);
      bytes.fill(0);
      return put;
    },
    take(credentialId, exchange) {
      const opened = openOne(credentialId);
      if (!opened.ok) return opened;
      if (opened.value.exchange !== exchange) return err(storageFailed(`the kept key of ${exchange} is not one`));
      const { apiKey, password, secret } = opened.value;
      return ok({ apiKey, secret, password });
    },
    describe(credentialId) {
      const opened = openOne(credentialId);
      return opened.ok ? ok({ exchange: opened.value.exchange, fingerprint: keyFingerprint(opened.value) }) : opened;
    },
    remove: (credentialId) => vault.remove(identityOf(credentialId)),
  };
}

/** A short mark of a key's public part, by which it is told from another: 16 hexadecimal digits of its SHA-256, never of the secret. */
export function keyFingerprint({ apiKey }: Pick<KeyParts, 'apiKey'>): string {
  return createHash('sha256').update(apiKey).digest('hex').slice(0, 16);
}

const identityStart = 'exchange-key-';

function identityOf(credentialId: string): string {
  return `${identityStart}${credentialId}`;
}

/** The credential whose key lies under an identity of the vault; null for every other record. */
export function credentialOfIdentity(identity: string): string | null {
  const credentialId = identity.startsWith(identityStart) ? identity.slice(identityStart.length) : '';
  return /^[0-9a-zA-Z-]{1,24}$/.test(credentialId) ? credentialId : null;
}
