import type { Bridge } from '../../core/contract/bridge.ts';
import type { CredentialRow, SecretForm } from '../../core/contract/shapes.ts';
import { exchangeNames, exchanges } from '../../core/domain/exchanges.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { shownText } from '../escape.ts';
import type { SecretFormWords } from './secret-forms.ts';
import { type ToldKeys, toldKeys } from './told-keys.ts';

const choices = exchangeNames.map((name) => ({ value: name, title: exchanges[name].title }));
const label = { name: 'label', label: 'A name for it, by which you tell it from others' } as const;

const why = { name: 'reason', label: 'Why' } as const;
const wipeWord = 'WIPE';

/**
 * The forms for keys of exchanges and for intervals; null for one of another kind. What was pasted into one is taken off the clipboard.
 * `credentialId` is of the credential that a form is about.
 */
export function exchangeForm(form: string | null, credentialId: string | null): SecretFormWords | null {
  const id = credentialId ?? '';
  switch (form as SecretForm) {
    case 'exchange-key':
      return {
        title: 'Enter the key of an exchange.',
        text: 'It is kept in the vault and never shown again. Make one that can trade and cannot withdraw, bound to IP addresses: the exchange is asked at once what it may do.',
        fields: [
          { name: 'exchange', label: 'Exchange', choices },
          label,
          { name: 'apiKey', label: 'Key (at Coinbase: its name, organizations/…)' },
          { name: 'secret', label: 'Secret (at Coinbase: the private key)' },
        ],
        deed: 'Keep',
        takesPastes: true,
        send: async (ask, { apiKey = '', exchange = '', label = '', secret = '' }) => {
          const whose = exchangeNames.find((name) => name === exchange);
          if (whose === undefined) return noExchange();
          return told(await ask['exchangeKeys.add']({ exchange: whose, label, apiKey, secret }), 'The key is kept.');
        },
      };
    case 'exchange-paste':
      return {
        title: 'Paste the keys of exchanges.',
        text: 'Lines of an .env (CEX_KRAKEN_API_KEY=… and CEX_KRAKEN_API_SECRET=…), or the JSON file that Coinbase gives. All keys in it are kept in the vault, or none.',
        fields: [
          { name: 'block', label: 'The lines, or the text of the file' },
          {
            name: 'exchange',
            label: 'Whose key are lines without an exchange (CEX_API_KEY)?',
            choices: [{ value: '', title: 'There are none' }, ...choices],
          },
        ],
        deed: 'Keep',
        takesPastes: true,
        send: async (ask, { block = '', exchange = '' }) => {
          const whose = exchangeNames.find((name) => name === exchange);
          const kept = await ask['exchangeKeys.addText']({
            text: block,
            ...(whose === undefined ? {} : { exchange: whose }),
          });
          return kept.ok ? ok(toldKeys(kept.value, keptWords(kept.value.length))) : kept;
        },
      };
    case 'exchange-take-over':
      return {
        heading: 'Taking a key over',
        title: 'Take the key into the vault.',
        text: 'It is copied into the vault as it is set now. The lines in the environment or in .env count first until you remove them; remove them then, and revoke nothing.',
        fields: [label],
        deed: 'Take over',
        send: async (ask, { label = '' }) =>
          told(
            await ask['exchangeKeys.takeOver']({ credentialId: id, label }),
            'The vault keeps it. Remove its lines now.',
          ),
      };
    case 'exchange-use':
      return {
        heading: 'Using another key',
        title: 'Use this key.',
        text: 'It takes the place of the key that is used for its exchange now; that one is kept and stands by.',
        fields: [],
        deed: 'Use it',
        send: async (ask) => told(await ask['exchangeKeys.use']({ credentialId: id }), 'It is used.'),
      };
    case 'exchange-retire':
      return {
        heading: 'Wiping a key',
        title: 'Wipe this key.',
        text: 'It is taken out of the vault for good and stays in the list as retired. It stays valid at the exchange until you revoke it there.',
        fields: [why],
        deed: 'Wipe it',
        asItStands: (ask) => wipeInUse(ask, id),
        send: async (ask, { reason = '' }) => {
          const done = await ask['exchangeKeys.retire']({ credentialId: id, reason });
          return done.ok ? ok(`'${shownText(done.value.label)}' is wiped. Revoke it at its exchange now.`) : done;
        },
      };
    case 'exchange-attest':
      return {
        heading: 'Your word on a key',
        title: 'Say what the exchange cannot tell.',
        text: 'Some exchanges do not tell whether a key is bound to IP addresses, or when it was made. What you say here is used in its place, with the date, and shown as weaker than what an exchange says.',
        fields: [
          { name: 'ipRestricted', label: 'It is bound to IP addresses (I looked at the exchange)', isCheck: true },
          { name: 'createdOn', label: 'Created on (YYYY-MM-DD), empty when you do not know', mayBeEmpty: true },
        ],
        deed: 'Say it',
        send: async (ask, { createdOn = '', ipRestricted = '' }) =>
          told(
            await ask['exchangeKeys.attest']({
              credentialId: id,
              ipRestricted: ipRestricted === 'yes',
              createdOn: createdOn.trim() === '' ? null : createdOn.trim(),
            }),
            'It is noted.',
          ),
      };
    case 'interval':
      return {
        heading: 'Interval of rotation',
        title: 'Set the interval of rotation.',
        text: 'After how many days it must be rotated. CUSTODY.md names one for each kind; a longer one stays in the list with your reason.',
        fields: [
          { name: 'days', label: 'Days' },
          { name: 'reason', label: 'Why' },
        ],
        deed: 'Set',
        send: async (ask, { days = '', reason = '' }) => {
          if (!/^[1-9]\d{0,3}$/.test(days.trim())) return wrong('days', 'is not a number of days');
          const set = await ask['custody.setInterval']({
            credentialId: id,
            days: Number.parseInt(days.trim(), 10),
            reason,
          });
          return set.ok ? ok(`'${shownText(set.value.label)}' is due every ${set.value.intervalDays} days.`) : set;
        },
      };
    default:
      return null;
  }
}

/** A key that was kept or changed, with what the exchange said of it. */
function told(row: Result<CredentialRow>, what: string): Result<ToldKeys> {
  return row.ok ? ok(toldKeys([row.value], what)) : row;
}

/** The key that is used for its exchange is not wiped in passing: nothing there can be cancelled from here without it. */
async function wipeInUse(
  ask: Bridge['ask'],
  credentialId: string,
): ReturnType<NonNullable<SecretFormWords['asItStands']>> {
  const custody = await ask['custody.list']({});
  const row = custody.ok ? custody.value.credentials.find((one) => one.credentialId === credentialId) : undefined;
  if (row !== undefined && row.state !== 'active') return {};
  const title = exchangeNames.flatMap((name) => (name === row?.subject ? exchanges[name].title : []))[0];
  return {
    warning: `This key is in use: ${title ?? 'its exchange'} has no key here afterwards, and orders that are open there can no longer be cancelled from here.`,
    fields: [why, { name: 'word', label: `Type ${wipeWord} to go on`, mustBe: wipeWord }],
  };
}

function keptWords(count: number): string {
  return count === 1 ? 'The key is kept.' : `${count} keys are kept.`;
}

function noExchange(): Result<never> {
  return wrong('exchange', 'is not chosen');
}

function wrong(path: string, problem: string): Result<never> {
  return err({ code: 'invalid-input', retry: 'never', issues: [{ path, problem }] });
}
