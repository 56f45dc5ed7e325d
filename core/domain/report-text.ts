import { shownText } from './shown-text.ts';

const longRun = /[0-9A-Za-z+=_-]{40,}/g;
const address = /^0x[0-9a-fA-F]{40}$/;

/**
 * Text of a report: what hides or turns is spelled out, and what is as long as a key is cut, addresses excepted. Nothing that is secret
 * comes there; this is for what somebody typed or named in a place where it does not belong.
 */
export function reportText(text: string): string {
  return shownText(text.replace(longRun, (run) => (address.test(run) ? run : '(cut)')));
}
