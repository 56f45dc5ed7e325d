import type { Bridge } from '../../core/contract/bridge.ts';
import type { SecretForm } from '../../core/contract/shapes.ts';
import type { NoticeKind } from '../../core/domain/notices.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { backupForm } from './backup-forms.ts';
import { exchangeForm } from './exchange-forms.ts';
import { keystoreForm } from './keystore-forms.ts';
import type { ToldKeys } from './told-keys.ts';
import { vaultForm } from './vault-forms.ts';
import { webhookForm } from './webhook-forms.ts';

/** The fields that a form can have. */
export type SecretFieldName =
  | 'text'
  | 'password'
  | 'newPassword'
  | 'again'
  | 'url'
  | 'keep'
  | 'cert'
  | 'key'
  | 'ca'
  | 'pins'
  | 'block'
  | 'exchange'
  | 'label'
  | 'apiKey'
  | 'secret'
  | 'ipRestricted'
  | 'createdOn'
  | 'days'
  | 'reason'
  | 'token'
  | 'chatId'
  | 'enabled'
  | 'word'
  | 'component'
  | 'place'
  | 'encryption'
  | 'access'
  | 'twoPerson'
  | 'geographicSplit'
  | 'setId'
  | 'path'
  | 'held'
  | NoticeKind;

/** What was typed, by field; what is ticked is 'yes' or empty. */
export type SecretValues = Readonly<Partial<Record<SecretFieldName, string>>>;

/** One thing that is typed, ticked or chosen. */
export interface SecretField {
  readonly name: SecretFieldName;
  readonly label: string;
  /** Chosen from these. */
  readonly choices?: readonly { readonly value: string; readonly title: string }[];
  readonly isCheck?: boolean;
  readonly mayBeEmpty?: boolean;
  /** The very word that must be typed. */
  readonly mustBe?: string;
}

/** One form for a secret: what it is for, what is typed, and what is done with it. */
export interface SecretFormWords {
  /** What heads it; where it is left out, that a secret is typed. */
  readonly heading?: string;
  readonly title: string;
  readonly text: string;
  readonly fields: readonly SecretField[];
  readonly deed: string;
  /** What must not be overlooked before it is done. */
  readonly warning?: string;
  /** What is otherwise about it, by how things stand in the core now. */
  readonly asItStands?: (ask: Bridge['ask']) => Promise<Partial<Pick<SecretFormWords, 'text' | 'fields' | 'warning'>>>;
  /** Whether what is pasted into it is taken off the clipboard. */
  readonly takesPastes?: boolean;
  /** Said while the core is waited for, where it is not what is usual. */
  readonly wait?: string;
  /** What stands in the fields at first: what the core has, or a secret that is drawn here. */
  readonly fill?: (ask: Bridge['ask']) => Promise<SecretValues>;
  /** Passes what was typed on; answers what was done, in words, and of keys a line for each. */
  readonly send: (ask: Bridge['ask'], values: SecretValues) => Promise<Result<string | ToldKeys>>;
}

/** How long a new password must be, as the core asks. */
export const leastPasswordLength = 8;

/** The form of a kind; null for one that is not known. `chainId` is of the chain whose RPC is asked for, `credentialId` of the credential. */
export function secretForm(
  form: string | null,
  chainId: number | null,
  credentialId: string | null = null,
): SecretFormWords | null {
  switch (form as SecretForm) {
    case 'rpc':
      return {
        title: `Give the RPC of chain ${chainId ?? ''}.`,
        text: 'Its address often holds a key of yours at a provider, so it is kept in the vault and never shown again. It must be https, or http on this computer.',
        fields: [{ name: 'url', label: 'Address' }],
        deed: 'Keep',
        send: async (ask, { url = '' }) => {
          const kept = await ask['chains.setRpc']({ chainId: chainId ?? 0, url: url.trim() });
          return kept.ok ? ok('The address is kept in the vault.') : kept;
        },
      };
    case 'tls-remote':
      return identityForm('remote', 'the remote signer');
    case 'tls-mpc-0':
      return identityForm('mpc-0', 'party 0 of the two-party signer');
    case 'tls-mpc-1':
      return identityForm('mpc-1', 'party 1 of the two-party signer');
    default:
      return (
        keystoreForm(form) ??
        vaultForm(form) ??
        exchangeForm(form, credentialId) ??
        webhookForm(form, credentialId) ??
        backupForm(form, credentialId)
      );
  }
}

/** Fields that may be left empty. */
const mayBeEmpty: ReadonlySet<SecretFieldName> = new Set(['keep', 'cert', 'key', 'ca', 'pins']);

function identityForm(service: 'remote' | 'mpc-0' | 'mpc-1', whom: string): SecretFormWords {
  return {
    title: `Give the certificates for ${whom}.`,
    text: 'They are kept in the vault in place of what is there, and used where the environment names none. What is left empty is not used. With a fingerprint only that certificate is spoken to; two while one is being replaced.',
    fields: [
      { name: 'cert', label: 'Our certificate (PEM)' },
      { name: 'key', label: 'Its key (PEM)' },
      { name: 'ca', label: 'The authority to trust (PEM)' },
      { name: 'pins', label: 'SHA-256 of its certificate, one or two' },
    ],
    deed: 'Keep',
    send: async (ask, { ca = '', cert = '', key = '', pins = '' }) => {
      const fingerprints = pins.split(/[\s,]+/).flatMap((pin) => {
        const digits = pin.replaceAll(':', '').toLowerCase();
        return digits === '' ? [] : [digits];
      });
      const kept = await ask['signers.setIdentity']({ service, ca, cert, key, pins: fingerprints });
      return kept.ok ? ok('The certificates are kept in the vault.') : kept;
    },
  };
}

/** What is wrong with what was typed before anything is sent; null when nothing is. */
export function problemOfSecret(fields: SecretFormWords['fields'], values: SecretValues): string | null {
  for (const { choices, isCheck, label, mayBeEmpty: isOptional, mustBe, name } of fields) {
    if (mustBe !== undefined && values[name]?.trim() !== mustBe) return `Type ${mustBe} to go on.`;
    if (isOptional === true || isCheck === true || choices?.some(({ value }) => value === '') === true) continue;
    if (!mayBeEmpty.has(name) && (values[name] ?? '') === '')
      return `${label.replace(/ \(.*$/, '')}: nothing is typed yet.`;
  }
  const { again, newPassword } = values;
  if (newPassword === undefined) return null;
  if (newPassword === '' && again === '' && fields.some((field) => field.name === 'newPassword' && field.mayBeEmpty))
    return null;
  if (newPassword.length < leastPasswordLength) return `The new password needs ${leastPasswordLength} characters.`;
  return newPassword === again ? null : 'The two new passwords are not the same. Nothing was changed.';
}
