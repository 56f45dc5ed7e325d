import type { Address } from '../../domain/address.ts';
import type { Result } from '../../domain/result.ts';
import type { KeystoreStrength, WrittenKeystore } from '../keystore/create-keystore.ts';
import type { KeystoreFault } from '../keystore/keystore.ts';
import type { SignatureNumbers } from '../keystore/secret-key.ts';

/** A key in a keystore, by the keystore's text and its password in UTF-8. */
export interface KeystoreSource {
  readonly from: 'keystore';
  readonly text: string;
  readonly password: Uint8Array;
}

/** Where a child has the key from that it signs with. */
export type KeySource = KeystoreSource | { readonly from: 'environment'; readonly key: Uint8Array };

/** Which key a child writes into a new keystore: one that it draws itself, or the one in another keystore. */
export type WriteSource = KeystoreSource | { readonly from: 'new' };

/** The `SIGNER_*` settings as texts; the child reads them with the second layer's own parser. */
export type RuleTexts = Readonly<Record<string, string | undefined>>;

/** What the core may ask of a signer child. */
export type ChildRequest =
  /** Takes the key in and answers with its address. */
  | { readonly kind: 'open'; readonly source: KeySource; readonly rules: RuleTexts }
  /** Signs unsigned bytes in 0x text, which the child reads and judges itself. */
  | { readonly kind: 'sign'; readonly unsigned: string }
  /** Signs the EIP-191 form of a text of ours. */
  | { readonly kind: 'sign-text'; readonly text: string }
  /** Writes a key into a new keystore; the password in UTF-8. */
  | {
      readonly kind: 'write';
      readonly source: WriteSource;
      readonly newPassword: Uint8Array;
      readonly strength: KeystoreStrength;
    };

/** What a child answers; a key is in none of it. */
export type ChildValue =
  | { readonly kind: 'opened'; readonly address: Address }
  | ({ readonly kind: 'signed' } & SignatureNumbers)
  | ({ readonly kind: 'written' } & WrittenKeystore);

/** Why a child did not do what it was asked; in every case nothing was signed. `code` is the rule's for `refused`. */
export type ChildFault =
  | KeystoreFault
  | { readonly state: 'bad-rules' | 'not-open' | 'bad-request'; readonly why: string }
  | { readonly state: 'refused'; readonly code: string; readonly why: string };

/** A request with the number that its answer will carry. */
export interface ToChild {
  readonly id: number;
  readonly request: ChildRequest;
}

/** An answer to the request of that number. */
export interface FromChild {
  readonly id: number;
  readonly result: Result<ChildValue, ChildFault>;
}
