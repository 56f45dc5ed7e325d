import * as z from 'zod';
import { approver, type Method, nothing, traders } from '../method.ts';
import * as approvals from '../schemas/approvals.ts';
import * as common from '../schemas/common.ts';
import * as signers from '../schemas/signers.ts';
import { ChainId, EvmAddress } from '../schemas/transactions.ts';

const Password = z.string().min(1).max(1000);
/** PEM text, or empty for none. */
const Pem = z
  .string()
  .max(32_768)
  .refine((text) => text === '' || /^-----BEGIN [A-Z ]+-----/.test(text.trim()), 'is not PEM text');
const NewPassword = z.string().min(8).max(1000);

/** The signers, and the secrets that some of them need. Secrets are typed in the approval window or at a terminal only. */
export const signerMethods = {
  'signers.list': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: signers.SignerBoard,
  },
  /** Asks a signer for its address and the person to pin it: from then on it is the one that signs. */
  'signers.select': {
    from: traders,
    effect: 'write',
    input: z.strictObject({
      kind: signers.SignerKind,
      /** The derivation path, for a Ledger. */
      path: z.string().max(60).optional(),
      /** The address it is to have; a two-party signer is not taken without, for nobody here could vouch for it. */
      address: EvmAddress.optional(),
    }),
    output: approvals.Approval,
  },
  /** The active signer's address, asked now; with `show`, on its own screen, confirmed there by the person. */
  'signers.address': {
    from: traders,
    effect: 'write',
    input: z.strictObject({ show: z.boolean().default(false) }),
    output: z.strictObject({ address: z.string(), verifiedAtMs: common.AtMs.nullable() }),
  },
  /** Has the active signer sign a text that the core made; it works while halted and can never be a transaction. */
  'signers.test': {
    from: traders,
    effect: 'write',
    input: nothing,
    output: z.strictObject({ address: z.string(), text: z.string().nullable(), testedAtMs: common.AtMs }),
  },
  'signers.deviceAddresses': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      family: signers.DerivationFamily,
      from: z.number().int().min(0).max(1000).default(0),
      count: z.number().int().min(1).max(10).default(5),
    }),
    output: z.array(signers.DerivedAddress),
  },
  /** Asks the device to open its Ethereum application; the person confirms on it. */
  'signers.openApp': {
    from: traders,
    effect: 'write',
    input: nothing,
    output: signers.SignerStanding,
  },
  /** The person says that both parties of the two-party signer were restarted; it is tested before it signs again. */
  'signers.requestRestarted': {
    from: traders,
    effect: 'write',
    input: nothing,
    output: approvals.Approval,
  },
  /** Asks for the approval window with the form for a secret. */
  'secrets.request': {
    from: traders,
    effect: 'write',
    input: z.strictObject({
      form: signers.SecretForm,
      chainId: ChainId.optional(),
      credentialId: common.Id.optional(),
    }),
    output: z.strictObject({ form: signers.SecretForm }),
  },
  /** Keeps who we are to a signing service, and whom we take it for, in the vault; the environment's files count before it. `conflict` for a certificate or key that cannot work. */
  'signers.setIdentity': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({
      service: z.enum(['remote', 'mpc-0', 'mpc-1']),
      cert: Pem,
      key: Pem,
      ca: Pem,
      pins: z.array(z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 fingerprint of 64 small digits')).max(2),
    }),
    output: signers.SignerBoard,
  },
  /** Makes a key in a keystore of its own; `isBeside` beside the one in use, which stays as it is. */
  'keystore.create': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ password: NewPassword, isBeside: z.boolean().default(false) }),
    output: signers.KeystoreFacts,
  },
  'keystore.import': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({
      text: z.string().max(65_536),
      password: Password,
      newPassword: NewPassword,
      isBeside: z.boolean().default(false),
    }),
    output: signers.KeystoreFacts,
  },
  'keystore.export': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ password: Password, newPassword: NewPassword }),
    output: signers.KeystoreFacts,
  },
  'keystore.changePassword': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ password: Password, newPassword: NewPassword }),
    output: signers.KeystoreFacts,
  },
  /** Deletes old keystore files that no procedure needs any more, once the one in use was opened with this password. */
  'keystore.deleteOld': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ password: Password }),
    output: z.strictObject({ files: z.array(z.string()) }),
  },
  /** Gives the keystore's password for this run, or with `keep` puts it into the vault. */
  'keystore.password': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ password: Password, keep: z.boolean().default(false) }),
    output: signers.SignerStanding,
  },
} as const satisfies Readonly<Record<string, Method>>;
