import type { VaultFacts, Webhook, WebhookFormat } from '../../core/contract/shapes.ts';
import { shownText } from '../escape.ts';

/** The formats by their names. */
export const webhookFormatNames: Readonly<Record<WebhookFormat, string>> = {
  generic: 'Signed JSON',
  discord: 'Discord',
  telegram: 'Telegram',
};

/** How a webhook does, in sentences: off or on, how the last delivery went, and what waits or was given up. */
export function webhookStanding(webhook: Webhook, vault: VaultFacts['state']): string {
  const { dropped, enabled, hasOldSecret, last, waiting } = webhook;
  return [
    ...(enabled ? [] : ['Turned off.']),
    last === null ? 'Nothing was sent yet.' : shownText(last.text),
    ...(waiting === 0 ? [] : [`${counted(waiting)} to be sent${vault === 'open' ? '' : ': the vault is locked'}.`]),
    ...(dropped === 0 ? [] : [`Given up so far: ${dropped}.`]),
    ...(hasOldSecret ? ['Its old secret signs beside the new one.'] : []),
  ].join(' ');
}

function counted(waiting: number): string {
  return waiting === 1 ? 'One notice waits' : `${waiting} notices wait`;
}
