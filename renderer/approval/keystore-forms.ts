import type { KeystoreFacts, SecretForm } from '../../core/contract/shapes.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { shownText } from '../escape.ts';
import type { SecretFormWords } from './secret-forms.ts';

const newOnes = [
  { name: 'newPassword', label: 'New password (8 characters or more)' },
  { name: 'again', label: 'The same again' },
] as const;
const current = { name: 'password', label: 'Its password now' } as const;
const imported = [
  { name: 'text', label: 'The text of the file' },
  { name: 'password', label: 'Its password' },
  ...newOnes,
] as const;

/** The forms of the keystore; null for any other. */
export function keystoreForm(form: string | null): SecretFormWords | null {
  switch (form as SecretForm) {
    case 'keystore-create':
      return {
        title: 'Make a new key.',
        text: 'It is made on this computer and written to a keystore under this password. Nobody can read the password back: without it, everything at the new address is lost. Write it down now, where you keep such things.',
        fields: newOnes,
        deed: 'Make the key',
        send: async (ask, { newPassword = '' }) =>
          told(await ask['keystore.create']({ password: newPassword }), 'The keystore is written'),
      };
    case 'keystore-create-beside':
      return {
        title: 'Make another key.',
        text: 'It is made on this computer and written to a keystore of its own, under a password of its own. The keystore in use stays as it is. Nobody can read the password back: write it down now, where you keep such things.',
        fields: newOnes,
        deed: 'Make the key',
        send: async (ask, { newPassword = '' }) =>
          told(await ask['keystore.create']({ password: newPassword, isBeside: true }), 'The keystore is written'),
      };
    case 'keystore-import':
      return {
        title: 'Import a keystore.',
        text: 'A keystore of another program (version 3). Its key is put under a new password into a file of this console; the other file stays as it is.',
        fields: imported,
        deed: 'Import',
        send: async (ask, { newPassword = '', password = '', text = '' }) =>
          told(await ask['keystore.import']({ text, password, newPassword }), 'The keystore is imported'),
      };
    case 'keystore-import-beside':
      return {
        title: 'Import another keystore.',
        text: 'Its key is put under a new password into a file beside the keystore in use, which stays as it is; the other file stays as it is, too.',
        fields: imported,
        deed: 'Import',
        send: async (ask, { newPassword = '', password = '', text = '' }) =>
          told(
            await ask['keystore.import']({ text, password, newPassword, isBeside: true }),
            'The keystore is imported',
          ),
      };
    case 'keystore-delete-old':
      return {
        heading: 'Delete the old keystore file',
        title: 'Delete the old keystore file.',
        text: 'The keystore in use is opened once with its password; only then the old file is deleted. Deleted is not destroyed: it may be recoverable from flash storage, from the journal of a file system and from backups, and whoever has it and its password has its key.',
        fields: [{ name: 'password', label: 'Password of the keystore in use' }],
        deed: 'Delete the old file',
        send: async (ask, { password = '' }) => {
          const deleted = await ask['keystore.deleteOld']({ password });
          return deleted.ok
            ? ok(`Deleted, may be recoverable: ${shownText(deleted.value.files.join(', '))}.`)
            : deleted;
        },
      };
    case 'keystore-export':
      return {
        title: 'Export a copy of the keystore.',
        text: 'The same key under another password, in a new file in the exports of the data folder. Whoever has the file and its password has the key.',
        fields: [current, ...newOnes],
        deed: 'Export',
        send: async (ask, { newPassword = '', password = '' }) =>
          told(await ask['keystore.export']({ password, newPassword }), 'The copy is written'),
      };
    case 'keystore-change':
      return {
        title: 'Change the password of the keystore.',
        text: 'The same key under another password. The new file is opened once before it takes the place of the old one.',
        fields: [current, ...newOnes],
        deed: 'Change',
        send: async (ask, { newPassword = '', password = '' }) =>
          told(await ask['keystore.changePassword']({ password, newPassword }), 'The password is changed'),
      };
    case 'keystore-password':
      return {
        title: 'Give the password of the keystore.',
        text: 'It is tried at once. It is forgotten when the console ends, unless it is kept in the vault.',
        fields: [
          { name: 'password', label: 'Its password' },
          { name: 'keep', label: 'Keep it in the vault' },
        ],
        deed: 'Give',
        send: async (ask, { keep = '', password = '' }) => {
          const given = await ask['keystore.password']({ password, keep: keep === 'yes' });
          return given.ok ? ok(`The password is right. ${shownText(given.value.text)}`) : given;
        },
      };
    default:
      return null;
  }
}

function told(answer: Result<KeystoreFacts>, what: string): Result<string> {
  if (!answer.ok) return answer;
  const { address, file, isWeak, kdf } = answer.value;
  const whose = address === null ? '' : ` Its address is ${shownText(address)}.`;
  const weak = isWeak
    ? ` Its key derivation (${shownText(kdf)}) is weak: change its password to have it written anew.`
    : '';
  return ok(`${what}: ${shownText(file)}.${whose}${weak}`);
}
