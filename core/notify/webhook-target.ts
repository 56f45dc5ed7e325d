import { isIPv4 } from 'node:net';
import * as z from 'zod';
import { WebhookTarget as Target } from '../contract/schemas/webhooks.ts';
import type { InputIssue } from '../domain/errors.ts';
import { err, ok, type Result } from '../domain/result.ts';

/** Where a webhook goes. All of it is secret. */
export type WebhookTarget = z.output<typeof Target>;

/** A target as it lies in the vault: a generic one may have a secret that is on its way out. */
export const KeptTarget = z.strictObject({
  v: z.literal(1),
  target: Target,
  /** The secret before, which signs beside the new one; null but while it is rotated. */
  oldSecret: z.string().nullable(),
});
/** One as it is read. */
export type KeptTarget = z.output<typeof KeptTarget>;

/** Webhooks of Discord (https://discord.com/developers/docs/resources/webhook#execute-webhook). */
const discordPath = /^\/api(\/v\d{1,2})?\/webhooks\/\d{5,25}\/[A-Za-z0-9_-]{20,200}$/;
const discordHosts: readonly string[] = ['discord.com', 'discordapp.com', 'ptb.discord.com', 'canary.discord.com'];
/** Telegram's API for bots (https://core.telegram.org/bots/api#making-requests). */
const telegramHost = 'api.telegram.org';

/** The address that is posted to, and its host as it may be shown. */
export interface WebhookAddress {
  readonly url: string;
  /** Name and port; never without a dot or a colon, so that it is not taken for the name of an exchange. */
  readonly host: string;
}

/**
 * The address of a target whose every part is as it must be: https, or http to a literal loopback address. Problems repeat nothing of
 * what was typed.
 */
export function addressOf(target: WebhookTarget): Result<WebhookAddress, readonly InputIssue[]> {
  switch (target.format) {
    case 'generic': {
      const problem = secretProblem(target.secret);
      if (problem !== null) return wrong('target.secret', problem);
      return plainAddress(target.url);
    }
    case 'discord': {
      const address = plainAddress(target.url);
      if (!address.ok) return address;
      const { pathname, search } = new URL(target.url);
      return discordHosts.includes(address.value.host) && discordPath.test(pathname) && search === ''
        ? address
        : wrong('target.url', 'is not the address of a Discord webhook (https://discord.com/api/webhooks/…)');
    }
    case 'telegram':
      if (!/^\d{3,20}:[A-Za-z0-9_-]{20,100}$/.test(target.token)) {
        return wrong('target.token', 'is not the token of a Telegram bot (figures, a colon, letters)');
      }
      if (!/^(-?\d{1,20}|@[A-Za-z0-9_]{4,64})$/.test(target.chatId)) {
        return wrong('target.chatId', 'is not the id of a Telegram chat (a number, or @name of a channel)');
      }
      return ok({ url: `https://${telegramHost}/bot${target.token}/sendMessage`, host: telegramHost });
  }
}

/** What is wrong with a secret for signing; null when nothing is. */
export function secretProblem(secret: string): string | null {
  return /^[\x21-\x7e]{16,200}$/.test(secret) ? null : 'needs 16 to 200 letters, figures or signs, without a space';
}

function plainAddress(text: string): Result<WebhookAddress, readonly InputIssue[]> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || /\s/.test(text)) return wrong('target.url', 'is not an address');
  const { host, hostname, password, port, protocol, username } = url;
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) {
    return wrong('target.url', 'must be https, or http to a loopback address such as 127.0.0.1');
  }
  if (username !== '' || password !== '') return wrong('target.url', 'must not hold a name or a password');
  if (hostname === '' || url.hash !== '') return wrong('target.url', 'is not an address');
  return ok({ url: url.href, host: port === '' && !hostname.includes('.') ? `${hostname}:443` : host });
}

/** A literal address of this machine; a name could stand for any other. */
function isLoopback(hostname: string): boolean {
  return hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
}

function wrong(path: string, problem: string): Result<never, readonly InputIssue[]> {
  return err([{ path, problem }]);
}
