import type { SecretForm } from '../../core/contract/shapes.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { shownText } from '../escape.ts';
import type { SecretFormWords } from './secret-forms.ts';

const newOnes = [
  { name: 'newPassword', label: 'New passphrase (8 characters or more)' },
  { name: 'again', label: 'The same again' },
] as const;

/** The forms of the vault; null for one of another kind. */
export function vaultForm(form: string | null): SecretFormWords | null {
  switch (form as SecretForm) {
    case 'vault-unlock':
      return {
        title: 'Open the vault.',
        text: 'With its passphrase. Where there is no vault yet and no keychain to be had, this makes one under the passphrase: nobody can read it back, so write it down where you keep such things.',
        fields: [{ name: 'password', label: 'Passphrase of the vault' }],
        deed: 'Open',
        send: async (ask, { password = '' }) =>
          said(await ask['vault.unlock']({ passphrase: password }), () => 'The vault is open.'),
      };
    case 'vault-master-key':
      return {
        heading: 'A new master key',
        title: 'Make a new master key.',
        text: 'Every secret is sealed anew. The new key is kept before the old one is given up, so the vault opens with one of them whatever happens meanwhile. Copies of the data folder made before still open with the old one.',
        fields: [],
        deed: 'Make a new one',
        send: async (ask) =>
          said(
            await ask['vault.changeMasterKey']({}),
            ({ records }) => `${records} records are sealed under a new master key.`,
          ),
      };
    case 'vault-passphrase':
      return {
        title: 'Change the passphrase of the vault.',
        text: 'The same master key under another passphrase. Whoever had the old passphrase and a copy of the data folder can still open that copy: make a new master key after this if that may be.',
        fields: [{ name: 'password', label: 'Its passphrase now' }, ...newOnes],
        deed: 'Change',
        send: async (ask, { newPassword = '', password = '' }) =>
          said(
            await ask['vault.changePassphrase']({ current: password, next: newPassword }),
            () => 'The passphrase is changed.',
          ),
      };
    case 'vault-second-lock':
      return {
        title: 'Set the second lock.',
        text: 'A passphrase beside the keychain: from the next start on both are needed, and none of them opens the vault alone. It cannot be read back. A new one left empty takes the second lock away.',
        fields: [
          { name: 'password', label: 'The second lock now (empty where there is none)', mayBeEmpty: true },
          ...newOnes.map((field) => ({ ...field, mayBeEmpty: true })),
        ],
        deed: 'Set',
        asItStands: async (ask) => {
          const custody = await ask['custody.list']({});
          if (!custody.ok || custody.value.vault.secondLock) return {};
          return {
            text: 'A passphrase beside the keychain: from the next start on both are needed, and none of them opens the vault alone. It cannot be read back.',
            fields: newOnes,
          };
        },
        send: async (ask, { newPassword = '', password = '' }) =>
          said(
            await ask['vault.setSecondLock']({
              current: password === '' ? null : password,
              next: newPassword === '' ? null : newPassword,
            }),
            ({ secondLock }) =>
              secondLock ? 'The next start asks for this passphrase too.' : 'There is no second lock now.',
          ),
      };
    case 'vault-export':
      return {
        title: 'Export a copy of the vault.',
        text: 'Every secret under a passphrase of its own, in a new file in the exports of the data folder. Whoever has the file and this passphrase has everything.',
        fields: newOnes,
        deed: 'Export',
        send: async (ask, { newPassword = '' }) =>
          said(
            await ask['vault.export']({ passphrase: newPassword }),
            ({ file, records }) => `${records} records are in ${shownText(file)}.`,
          ),
      };
    case 'vault-import':
      return {
        title: 'Take in a copy of a vault.',
        text: 'What is here under the same name stays, unless it is to be replaced.',
        fields: [
          { name: 'text', label: 'The text of the copy' },
          { name: 'password', label: 'Its passphrase' },
          { name: 'keep', label: 'Replace what is here' },
        ],
        deed: 'Take in',
        send: async (ask, { keep = '', password = '', text = '' }) =>
          said(
            await ask['vault.import']({ text, passphrase: password, replace: keep === 'yes' }),
            ({ kept, taken }) => `${taken} records were taken; ${kept} were left as they are here.`,
          ),
      };
    default:
      return null;
  }
}

function said<T>(answer: Result<T>, words: (value: T) => string): Result<string> {
  return answer.ok ? ok(words(answer.value)) : answer;
}
