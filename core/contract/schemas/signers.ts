import * as z from 'zod';
import { signerKindNames } from '../../domain/signer-kinds.ts';
import { AtMs } from './common.ts';

/** The kinds of signer, by the names of `SIGNER_TYPE`. */
export const SignerKind = z.enum(signerKindNames);

/** What a signer is, for a person; `code` is for programs, `needs` the one thing to do. */
export const SignerStanding = z.strictObject({
  code: z.string(),
  isReady: z.boolean(),
  text: z.string(),
  needs: z.string().nullable(),
});

/** One of the five kinds as it is set up here. `settings` are shown texts, never secrets. `clearSigning` says what its screen shows. */
export const SignerRow = z.strictObject({
  kind: SignerKind,
  title: z.string(),
  isActive: z.boolean(),
  /** Whether it may sign for the live mode at all; what is only for development may not. */
  isForLive: z.boolean(),
  standing: SignerStanding,
  settings: z.array(z.strictObject({ label: z.string(), text: z.string() })),
  canSignTexts: z.boolean(),
  hasScreen: z.boolean(),
  takesAccessLists: z.boolean(),
});

/** All signers, which one is active and by whose word, the address it is pinned to, and its own layer of rules in words. */
export const SignerBoard = z.strictObject({
  active: SignerKind.nullable(),
  chosenBy: z.enum(['environment', 'console', 'nobody']),
  pinned: z.string().nullable(),
  /** When the address was last shown on the signer's own screen and confirmed there; null when it never was. */
  verifiedAtMs: AtMs.nullable(),
  testedAtMs: AtMs.nullable(),
  signers: z.array(SignerRow),
  layerTwo: z.array(z.string()),
  /** What the person must know all the time, such as that a key lies in the environment; null when there is nothing. */
  banner: z.string().nullable(),
});

/** The signer in one line, for the top bar. */
export const SignerChip = z.strictObject({
  kind: SignerKind.nullable(),
  address: z.string().nullable(),
  isReady: z.boolean(),
  text: z.string(),
  banner: z.string().nullable(),
});

/** How far a signature is. */
export const SignerProgress = z.strictObject({ step: z.string(), text: z.string() });

/** Which of the usual ways from a seed to an address (BIP-44 and what came before it). */
export const DerivationFamily = z.enum(['ledger-live', 'bip44', 'legacy']);

/** An address a device can sign for. */
export const DerivedAddress = z.strictObject({ path: z.string(), address: z.string() });

/** A keystore file as it lies there, without anything secret. */
export const KeystoreFacts = z.strictObject({
  file: z.string(),
  address: z.string().nullable(),
  kdf: z.string(),
  isWeak: z.boolean(),
});

/** A secret the approval window is asked for; it is typed there and nowhere else. */
export const SecretForm = z.enum([
  'keystore-create',
  'keystore-import',
  'keystore-export',
  'keystore-password',
  'keystore-change',
  'keystore-create-beside',
  'keystore-import-beside',
  'keystore-delete-old',
  'rpc',
  'tls-remote',
  'tls-mpc-0',
  'tls-mpc-1',
  'exchange-key',
  'exchange-paste',
  'exchange-take-over',
  'exchange-use',
  'exchange-retire',
  'exchange-attest',
  'interval',
  'webhook-generic',
  'webhook-discord',
  'webhook-telegram',
  'webhook-change',
  'webhook-rotate',
  'webhook-end-overlap',
  'webhook-remove',
  'vault-unlock',
  'vault-master-key',
  'vault-passphrase',
  'vault-second-lock',
  'vault-export',
  'vault-import',
  'backup-record',
  'backup-open',
  'backup-attest',
  'backup-retire',
]);
