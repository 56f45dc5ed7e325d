import { shownText } from '../escape.ts';

const hexForm = /^0x[0-9a-fA-F]+$/;

/** An address or a hash with its middle left out: '0x1234…abcd'. The whole must be to be had on hover and by copying. Other text stays. */
export function shortHex(text: string): string {
  return hexForm.test(text) && text.length > 14 ? `${text.slice(0, 6)}…${text.slice(-4)}` : shownText(text);
}

/** An address in groups of four digits behind its 0x, so that it can be compared by eye, or null when it is none. */
export function addressGroups(address: string): readonly string[] | null {
  if (!/^0x[0-9a-fA-F]{40}$/.test(address)) return null;
  return address.slice(2).match(/.{4}/g);
}

/** Hexadecimal text in groups of eight digits behind its 0x, so that two digests can be compared by eye. Other text stays. */
export function groupedHex(text: string): string {
  if (!hexForm.test(text)) return shownText(text);
  return `0x ${text.slice(2).replace(/.{8}(?=.)/g, '$& ')}`;
}

/**
 * The text with every whole address in it in groups of four digits, to be compared by eye. What only holds an address, as the name of a
 * file does, stays as it is: in groups it would be another name.
 */
export function groupedAddresses(text: string): string {
  return text.replace(/(?<![\w./\\-])0x([0-9a-fA-F]{40})(?![\w/\\-]|\.\w)/g, (_address, digits: string) => {
    return `0x ${digits.replace(/.{4}(?=.)/g, '$& ')}`;
  });
}
