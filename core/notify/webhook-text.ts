import { shownText } from '../domain/shown-text.ts';

const address = /\b(0x[0-9a-fA-F]{4})[0-9a-fA-F]{32}([0-9a-fA-F]{4})\b/g;
const link = /\b[a-z][a-z0-9+.-]*:\/\/\S+/gi;
/** Keys, signatures and digests: no word a person reads is this long. */
const longRun = /[A-Za-z0-9+/=_-]{32,}/g;
const longest = 500;

/**
 * Words of the console made fit to leave this machine: addresses in short, links and key-like runs cut out, what hides or turns text
 * spelled out as the window does it; 500 characters at most, always well-formed.
 */
export function textForOthers(text: string): string {
  const plain = text.replace(link, '(link)').replace(address, '$1…$2').replace(longRun, '(cut)');
  const shown = [...shownText(plain)];
  return shown.length > longest ? `${shown.slice(0, longest).join('')}…` : shown.join('');
}

/**
 * Text for a message of Discord, in which nothing is markup: every sign that could begin any is escaped by a backslash
 * (https://support.discord.com/hc/en-us/articles/210298617).
 */
export function escapedForDiscord(text: string): string {
  return text.replace(/[\\*_~`|>#\-[\]()<@:.]/g, '\\$&');
}
