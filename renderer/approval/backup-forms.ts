import type { Bridge } from '../../core/contract/bridge.ts';
import type { BackupRow, SecretForm } from '../../core/contract/shapes.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { shownText } from '../escape.ts';
import type { SecretField, SecretFormWords, SecretValues } from './secret-forms.ts';

const attested = [
  { value: 'unknown', title: 'Not known' },
  { value: 'yes', title: 'Yes' },
  { value: 'no', title: 'No' },
] as const;
const heading = 'Your word on a backup';
const wait = 'One moment: the register is written.';

/** The forms for the backup register; null for one of another kind. `backupId` is of the backup that a form is about. */
export function backupForm(form: string | null, backupId: string | null): SecretFormWords | null {
  const id = backupId ?? '';
  switch (form as SecretForm) {
    case 'backup-record':
      return {
        heading,
        title: 'Record a backup.',
        text: 'What it is of, where it lies, and who can open it: by your word. Where you name a file its SHA-256 is kept, so that another one is noticed; nothing else of it is. No share and no password belongs here.',
        fields: [],
        deed: 'Record it',
        wait,
        asItStands: async (ask) => ({ fields: await recordFields(ask) }),
        send: async (ask, values) => told(await ask['backups.record'](recorded(values)), 'is recorded'),
      };
    case 'backup-open':
      return {
        heading: 'Opening a backup',
        title: 'Verify it by opening it.',
        text: 'The file is read and opened once, and nothing of it is kept. Another file than the one that was recorded counts as a failed check.',
        fields: [
          { name: 'path', label: 'Path of the file on this computer' },
          { name: 'password', label: 'Its passphrase (a policy document has none)', mayBeEmpty: true },
        ],
        deed: 'Open it',
        send: async (ask, { path = '', password = '' }) => {
          const opening = { by: 'opening', backupId: id, file: path.trim() } as const;
          return told(
            await ask['backups.verify'](password === '' ? opening : { ...opening, passphrase: password }),
            'opens',
          );
        },
      };
    case 'backup-attest':
      return {
        heading,
        title: 'Say whether it holds.',
        text: 'The console does not look into it. Look yourself, or have its party look, and say what was seen and by whom: it is shown as attested, with its date.',
        fields: [
          {
            name: 'held',
            label: 'Does it hold?',
            choices: [
              { value: 'ok', title: 'Yes, it was seen to' },
              { value: 'failed', title: 'No, it would not help' },
            ],
          },
          { name: 'reason', label: 'What was seen, and by whom' },
        ],
        deed: 'Say it',
        wait,
        send: async (ask, { held = '', reason = '' }) => {
          const result = held === 'ok' ? 'ok' : 'failed';
          return told(
            await ask['backups.verify']({ by: 'attestation', backupId: id, result, text: reason }),
            'has your word',
          );
        },
      };
    case 'backup-retire':
      return {
        heading,
        title: 'Take it out of the register.',
        text: 'It stays in the register as retired and counts for nothing. The copy itself is yours to destroy; an old share of one party, with one of the other of the same epoch, is the key.',
        fields: [{ name: 'reason', label: 'Why' }],
        deed: 'Take it out',
        wait,
        send: async (ask, { reason = '' }) =>
          told(await ask['backups.retire']({ backupId: id, reason }), 'counts no more'),
      };
    default:
      return null;
  }
}

/** What can be backed up is as the core has it. */
async function recordFields(ask: Bridge['ask']): Promise<readonly SecretField[]> {
  const register = await ask['backups.list']({});
  const components = register.ok ? register.value.components : [];
  return [
    {
      name: 'component',
      label: 'What it is of',
      choices: components.map(({ component, title }) => ({ value: component, title })),
    },
    { name: 'place', label: 'Where it lies' },
    { name: 'encryption', label: 'How it is encrypted' },
    { name: 'access', label: 'Who can open it' },
    { name: 'twoPerson', label: 'Are two persons needed to open it?', choices: attested },
    { name: 'geographicSplit', label: 'Does it lie at several places?', choices: attested },
    { name: 'setId', label: 'Set of the shares (for a recovery seed: XXXX-XXXX)', mayBeEmpty: true },
    { name: 'path', label: 'Path of the file on this computer, if there is one', mayBeEmpty: true },
  ];
}

/** What was typed, as the core takes it; what is none of its words it refuses itself. */
function recorded(values: SecretValues): Parameters<Bridge['ask']['backups.record']>[0] {
  const { access = '', component, encryption = '', geographicSplit, path = '', place = '', setId = '' } = values;
  return {
    component: component as BackupRow['component'],
    place,
    encryption,
    access,
    twoPerson: values.twoPerson as BackupRow['twoPerson'],
    geographicSplit: geographicSplit as BackupRow['geographicSplit'],
    ...(setId.trim() === '' ? {} : { setId: setId.trim().toUpperCase() }),
    ...(path.trim() === '' ? {} : { file: path.trim() }),
  };
}

function told(row: Result<BackupRow>, what: string): Result<string> {
  if (!row.ok) return row;
  const { place, title, unmet } = row.value;
  return ok([`${title} (${shownText(place)}) ${what}.`, ...unmet].join(' '));
}
