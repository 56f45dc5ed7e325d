import * as z from 'zod';
import type { Address } from '../domain/address.ts';
import { readJson } from '../domain/read-json.ts';
import { err, type Result } from '../domain/result.ts';
import { signerKindNames } from '../domain/signer-kinds.ts';
import type { Clock } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { createDocuments } from '../store/documents.ts';

const documentName = 'signer';

const AddressText = z.custom<Address>((text) => typeof text === 'string' && /^0x[0-9a-fA-F]{40}$/.test(text));
const ChoiceShape = z.strictObject({
  kind: z.enum(signerKindNames),
  address: AddressText,
  /** The derivation path of a Ledger's address, null for the other kinds. */
  path: z.string().nullable(),
  verifiedAtMs: z.number().int().nonnegative().nullable(),
  testedAtMs: z.number().int().nonnegative().nullable(),
});

/** The signer that the person has chosen, the address it is pinned to, and when that was last shown to hold. */
export type SignerChoice = z.output<typeof ChoiceShape>;

/** The address that was pinned for the keystore; null where another signer is chosen, or none. */
export function keystorePin(choice: SignerChoice | null): Address | null {
  return choice?.kind === 'keystore' ? choice.address : null;
}

/** The choice as console.db keeps it. */
export interface SignerChoices {
  get(): SignerChoice | null;
  /** Whether a choice is kept that cannot be read: then nothing is signed until it is made anew. */
  readonly isUnreadable: boolean;
  /** Puts a choice in place of the old one; `storage-failed` leaves that. */
  set(choice: SignerChoice): Result<void>;
}

/** The choice of an open console.db. */
export function openSignerChoices(database: Database, clock: Clock): SignerChoices {
  const documents = createDocuments(database);
  const kept = documents.read(documentName);
  const parsed = kept.ok && kept.value !== null ? ChoiceShape.safeParse(readJson(kept.value)) : null;
  let current: SignerChoice | null = parsed?.success === true ? parsed.data : null;
  let isUnreadable = !kept.ok || (kept.value !== null && current === null);
  return {
    get: () => current,
    get isUnreadable() {
      return isUnreadable;
    },
    set(choice) {
      const checked = ChoiceShape.safeParse(choice);
      if (!checked.success) return err({ code: 'storage-failed', retry: 'after-checking', what: 'the signer choice' });
      const written = documents.write(documentName, JSON.stringify(checked.data), clock.nowMs());
      if (!written.ok) return written;
      current = checked.data;
      isUnreadable = false;
      return written;
    },
  };
}
