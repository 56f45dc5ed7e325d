import { triggerWords } from '../../domain/emergency-triggers.ts';
import { type ExchangeFacts, findExchange } from '../../domain/exchanges.ts';
import { exchangePages } from '../sheet/exchange-pages.ts';
import { type Emergency, isSigner } from './emergency.ts';
import type { Rescue } from './emergency-ports.ts';

/** What an emergency is called, in the halt and in its report. */
export function emergencyTitle({ target }: Pick<Emergency, 'target'>): string {
  return target === null
    ? 'Drill of the emergency procedure'
    : `Emergency: '${target.label}', because of ${triggerWords[target.trigger]}`;
}

/** How the credential is taken back, before there is another: what only the person can do. */
export function revokeWords(emergency: Emergency): string {
  const { key, target } = emergency;
  switch (target?.kind) {
    case 'cex-key': {
      const exchange = findExchange(target.subject ?? '');
      const where = exchange === null ? 'its exchange' : placeOf(exchange);
      const how =
        key === null ? 'Then say so here.' : 'Then try this step: the console asks with the key whether it is dead.';
      return `Delete the key '${target.label}' at ${where} now, before you make another. ${how}`;
    }
    case 'keystore-password':
      return 'Whoever has the file and its password has the key for good: another password takes nothing back. While trading is halted this console signs no transfer but a rescue, and what takes an allowance back. Set the allowances that this address has given back to 0: with Revoke under Allowances on the Transactions screen, where the token is known here; else with another wallet that holds this key, or with that wallet at a revoke service. Do not use the address again, and say what you did.';
    case 'remote-tls':
      return 'Have the signing service refuse the certificate now: take it out of what it trusts, or revoke it at its authority. If it was the certificate of the service, stop the service. Then say so here.';
    case 'mpc-keyshare':
      return 'Stop the party that is no longer trusted now: alone it cannot sign. A refresh makes its share useless. Where it was taken together with an old backup of the other party of the same epoch, that pair is the key: a refresh does not help, and a new key is needed. Then say what you did.';
    case 'api-token':
      return 'A new token is drawn and the old one refused at once, with no time in which both are taken. The local API is asked with the old one.';
    case 'webhook-secret':
      return 'Give the webhook another secret and end the overlap at once, so that the old one signs no more.';
    case undefined:
      return `Nothing is revoked in a drill. Go now to each page where you would do it (${Object.values(exchangePages)
        .map(({ keys }) => keys)
        .join(', ')}), see that you can sign in, and say how it went.`;
  }
}

/** What lies with the credential and can be moved before it is taken back: where to, by chain, or that nothing can be now. */
export function rescueWords(rescue: readonly Rescue[]): string {
  const say = 'Then say what you moved, or that you want to move nothing.';
  if (rescue.length === 0) {
    return `No rescue address is set for any chain, so no transfer passes while trading is halted: one that is set now can be used in 24 hours. If another wallet holds the same key, move everything with it now. ${say}`;
  }
  const where = rescue.map(
    ({ address, chain, usableFromMs }) =>
      `on ${chain} to ${address}, from ${new Date(usableFromMs).toISOString().slice(0, 16).replace('T', ' ')} UTC on`,
  );
  return `While trading is halted a transfer passes only to the rescue address of its chain, 24 hours after it was set: ${where.join('; ')}. No other chain has one. Compose it on the Transactions screen, all of it, and approve it. ${say}`;
}

/** What the new credential is made from, as a choice of the person's. */
export function randomnessWords(emergency: Emergency): string {
  const made =
    emergency.target?.kind === 'cex-key'
      ? 'An exchange makes its keys itself: say so, or how you made the pair of keys that you gave it.'
      : 'What was made from randomness that may be known is no better than what it replaces.';
  const where = isSigner(emergency) || emergency.target === null ? 'a Ledger, ' : '';
  return `Say where the randomness of the new one comes from: ${where}another machine, this machine's own randomness, or that mixed with dice. ${made}`;
}

function placeOf({ name, title }: ExchangeFacts): string {
  const { keys, menu } = exchangePages[name];
  return `${title} (${keys}; ${menu})`;
}
