import * as z from 'zod';
import type { Vault } from '../custody/vault.ts';
import { readJson } from '../domain/read-json.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { TlsIdentity } from '../signers/http-exchange.ts';
import type { Database } from '../store/database.ts';
import { createDocuments } from '../store/documents.ts';

/** The services that a TLS identity can be kept for. */
export const tlsServices = ['remote', 'mpc-0', 'mpc-1'] as const;
export type TlsService = (typeof tlsServices)[number];

const IdentityShape = z.strictObject({
  cert: z.string().optional(),
  key: z.string().optional(),
  ca: z.string().optional(),
  pins: z.array(z.string()).optional(),
});
const namesDocument = 'kept-tls-identities';
const Names = z.array(z.enum(tlsServices));

/** TLS identities of signing services in the vault. Which services have one is known while the vault is locked, too. */
export interface KeptIdentities {
  /** Keeps one in place of the old one; `vault-locked`, `storage-failed`. */
  keep(service: TlsService, identity: TlsIdentity): Result<void>;
  /** What is kept, null where nothing is; `vault-locked` where something is and cannot be read now, `storage-failed`. */
  take(service: TlsService): Result<TlsIdentity | null>;
}

/** The identities of an open console.db and its vault. */
export function openKeptIdentities(database: Database, vault: Vault, clock: Clock): KeptIdentities {
  const documents = createDocuments(database);
  const names = (): Result<readonly TlsService[]> => {
    const kept = documents.read(namesDocument);
    if (!kept.ok || kept.value === null) return kept.ok ? ok([]) : kept;
    const parsed = Names.safeParse(readJson(kept.value));
    if (parsed.success) return ok(parsed.data);
    return err({ code: 'storage-failed', retry: 'after-checking', what: 'which certificates are in the vault' });
  };
  return {
    keep(service, identity) {
      const known = names();
      if (!known.ok) return known;
      const kept = vault.put(`tls-${service}`, new TextEncoder().encode(JSON.stringify(identity)));
      if (!kept.ok) return kept;
      const all = [...new Set([...known.value, service])];
      return documents.write(namesDocument, JSON.stringify(all), clock.nowMs());
    },
    take(service) {
      const known = names();
      if (!known.ok) return known;
      if (!known.value.includes(service)) return ok(null);
      const taken = vault.take(`tls-${service}`);
      if (!taken.ok) return taken;
      const parsed = IdentityShape.safeParse(readJson(new TextDecoder().decode(taken.value)));
      if (!parsed.success) return err({ code: 'storage-failed', retry: 'after-checking', what: 'a kept certificate' });
      const { ca, cert, key, pins } = parsed.data;
      return ok({ cert, key, ca, pins });
    },
  };
}
