import type { Bridge } from '../../core/contract/bridge.ts';
import type { SecretForm, Webhook } from '../../core/contract/shapes.ts';
import { noticeKinds, notices } from '../../core/domain/notices.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { shownText } from '../escape.ts';
import type { SecretField, SecretFormWords, SecretValues } from './secret-forms.ts';

const label = { name: 'label', label: 'A name for it, by which you tell it from others' } as const;
const tells: readonly SecretField[] = [
  ...noticeKinds.map((kind) => ({ name: kind, label: `Tell: ${notices[kind].title}`, isCheck: true })),
  { name: 'enabled', label: 'It is turned on', isCheck: true },
];
const secret = { name: 'secret', label: 'Secret that signs (drawn for you, or type your own)' } as const;
const copyIt = 'Copy the secret to the receiver now: it is kept in the vault and never shown again.';
const secretBytes = 24;

/** The forms of webhooks; null for one of another kind. With a credential's id, that of a webhook, that one is changed. */
export function webhookForm(form: string | null, credentialId: string | null): SecretFormWords | null {
  const id = credentialId ?? '';
  switch (form as SecretForm) {
    case 'webhook-generic':
      return {
        ...asked(credentialId, 'Give the address for notices.', [{ name: 'url', label: 'Address (https)' }, secret]),
        text: `Notices are posted to it as signed JSON; docs/webhooks.md says how a receiver checks them. ${copyIt}`,
        fill: async (ask) => ({ ...(await known(ask, credentialId)), secret: drawSecret() }),
        send: (ask, values) =>
          set(ask, credentialId, values, {
            format: 'generic',
            url: (values.url ?? '').trim(),
            secret: (values.secret ?? '').trim(),
          }),
      };
    case 'webhook-discord':
      return {
        ...asked(credentialId, 'Give the Discord channel for notices.', [
          { name: 'url', label: 'Address of its webhook (https://discord.com/api/webhooks/…)' },
        ]),
        text: 'Whoever has this address can write to the channel, so it is kept in the vault and never shown again. Everybody who reads the channel reads the notices.',
        send: (ask, values) => set(ask, credentialId, values, { format: 'discord', url: (values.url ?? '').trim() }),
      };
    case 'webhook-telegram':
      return {
        ...asked(credentialId, 'Give the Telegram chat for notices.', [
          { name: 'token', label: 'Token of the bot' },
          { name: 'chatId', label: 'Id of the chat (a number, or @name of a channel)' },
        ]),
        text: 'Whoever has this token is the bot, so it is kept in the vault and never shown again. Everybody in the chat reads the notices.',
        send: (ask, values) =>
          set(ask, credentialId, values, {
            format: 'telegram',
            token: (values.token ?? '').trim(),
            chatId: (values.chatId ?? '').trim(),
          }),
      };
    case 'webhook-change':
      return {
        heading: 'Notices of a webhook',
        title: 'Choose what this webhook is told of.',
        text: 'Where it goes stays as it is.',
        fields: [label, ...tells],
        deed: 'Change',
        wait,
        fill: (ask) => known(ask, credentialId),
        send: (ask, values) => set(ask, credentialId, values),
      };
    case 'webhook-rotate':
      return {
        title: 'Give it another secret.',
        text: `The secret before signs beside it until you end that, so that the receiver misses nothing meanwhile. ${copyIt}`,
        fields: [secret],
        deed: 'Use it',
        takesPastes: true,
        wait,
        fill: async () => ({ secret: drawSecret() }),
        send: async (ask, { secret = '' }) =>
          told(
            await ask['webhooks.rotateSecret']({ webhookId: id, secret: secret.trim() }),
            'Both secrets sign. End the old one once the receiver knows the new one.',
          ),
      };
    case 'webhook-end-overlap':
      return {
        heading: 'Ending an old secret',
        title: 'End its old secret.',
        text: 'From now on only the new secret signs. A receiver that does not know it yet refuses every notice.',
        fields: [],
        deed: 'End it',
        wait,
        send: async (ask) => told(await ask['webhooks.endOverlap']({ webhookId: id }), 'Only the new secret signs.'),
      };
    case 'webhook-remove':
      return {
        heading: 'Removing a webhook',
        title: 'Remove this webhook.',
        text: 'Where it goes is wiped from the vault, and notices that wait for it are not sent.',
        fields: [],
        deed: 'Remove it',
        wait,
        send: async (ask) => told(await ask['webhooks.remove']({ webhookId: id }), 'It is removed.'),
      };
    default:
      return null;
  }
}

const wait = 'One moment.';

type Asked = Pick<SecretFormWords, 'title' | 'fields' | 'deed' | 'takesPastes' | 'wait' | 'fill'>;

/** What forms for a target have in common. */
function asked(credentialId: string | null, title: string, target: readonly SecretField[]): Asked {
  return {
    title,
    fields: [label, ...target, ...tells],
    deed: credentialId === null ? 'Keep' : 'Use it from now on',
    takesPastes: true,
    wait,
    fill: (ask) => known(ask, credentialId),
  };
}

/** What the core has of a webhook; for a new one everything is ticked. */
async function known(ask: Bridge['ask'], webhookId: string | null): Promise<SecretValues> {
  const list = webhookId === null ? null : await ask['webhooks.list']({});
  const before: Webhook | undefined = list?.ok ? list.value.find((one) => one.webhookId === webhookId) : undefined;
  const isTold = (kind: (typeof noticeKinds)[number]): boolean => before?.notices.includes(kind) ?? true;
  return {
    label: before === undefined ? '' : shownText(before.label),
    enabled: (before?.enabled ?? true) ? 'yes' : '',
    ...Object.fromEntries(noticeKinds.map((kind) => [kind, isTold(kind) ? 'yes' : ''])),
  };
}

async function set(
  ask: Bridge['ask'],
  webhookId: string | null,
  values: SecretValues,
  target?: Parameters<Bridge['ask']['webhooks.set']>[0]['target'],
): Promise<Result<string>> {
  const kinds = noticeKinds.filter((kind) => values[kind] === 'yes');
  if (kinds.length === 0) {
    return err({
      code: 'invalid-input',
      retry: 'never',
      issues: [{ path: 'notices', problem: 'need at least one; turn it off, or remove it, for none' }],
    });
  }
  const kept = await ask['webhooks.set']({
    ...(webhookId === null ? {} : { webhookId }),
    ...(target === undefined ? {} : { target }),
    label: values.label ?? '',
    notices: kinds,
    enabled: values.enabled === 'yes',
  });
  return kept.ok
    ? ok(`'${shownText(kept.value.label)}' goes to ${shownText(kept.value.host)}. Test it in Settings.`)
    : kept;
}

/** A secret that nobody can guess, drawn in this window by the browser's own cryptography: no method ever gives one out. */
function drawSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(secretBytes));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

function told(answer: Result<unknown>, words: string): Result<string> {
  return answer.ok ? ok(words) : answer;
}
