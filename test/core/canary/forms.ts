/** A secret that is looked for. */
export interface Canary {
  /** What kind of secret it is, for the message of a failure. */
  readonly kind: string;
  readonly value: string | Uint8Array;
}

/** One way in which a secret may be written down. */
export interface Form {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Shorter ones are found by chance. */
const shortestBytes = 8;
/** The unmistakable part of a marked value: what is left of it when somebody escapes, cuts or folds the rest. */
const mark = /[0-9a-f]{24,}/g;
const shortestMark = 24;

/**
 * Every form in which a secret is looked for: as it is, hexadecimal in both cases, base64 at each of its three alignments and for
 * addresses, percent-encoded, escaped for JSON, as lists of bytes as JSON writes them, UTF-16 in both orders, and the marked part alone.
 * What is hexadecimal text is also looked for as the bytes and the number that it says, and bytes as text of theirs.
 */
export function formsOf({ value }: Canary): readonly Form[] {
  const bytes = Buffer.from(value);
  const forms = [...formsOfBytes(bytes, '')];
  if (typeof value === 'string') {
    forms.push(...formsOfText(value));
    const digits = /^(?:0x)?((?:[0-9a-fA-F]{2}){16,})$/.exec(value)?.[1];
    if (digits !== undefined) forms.push(...formsOfBytes(Buffer.from(digits, 'hex'), 'its bytes, '));
  }
  return forms.filter((form) => form.bytes.length >= shortestBytes);
}

function formsOfBytes(bytes: Buffer, prefix: string): readonly Form[] {
  const hex = bytes.toString('hex');
  const texts: readonly (readonly [string, string])[] = [
    ['hexadecimal', hex],
    ['hexadecimal in capitals', hex.toUpperCase()],
    ['a number', BigInt(`0x${hex}`).toString()],
    ['a list of bytes', [...bytes].join(',')],
    ['a record of bytes', JSON.stringify({ ...bytes }).slice(1, -1)],
    ...[0, 1, 2].map((shift) => [`base64 at ${shift}`, base64At(bytes, shift)] as const),
  ];
  return [
    { name: `${prefix}as it is`, bytes },
    ...texts.map(([name, text]) => ({ name: `${prefix}${name}`, bytes: Buffer.from(text) })),
    ...[0, 1, 2].map((shift) => ({
      name: `${prefix}base64 for addresses at ${shift}`,
      bytes: Buffer.from(base64At(bytes, shift).replaceAll('+', '-').replaceAll('/', '_')),
    })),
  ];
}

/** The characters of base64 that depend on nothing before or after these bytes, when `shift` bytes stand before them. */
function base64At(bytes: Buffer, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor(((shift + bytes.length) * 8) / 6);
  return whole.slice(first, last);
}

function formsOfText(text: string): readonly Form[] {
  const swapped = [...text].map((letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  const utf16 = Buffer.from(text, 'utf16le');
  const texts: readonly (readonly [string, string])[] = [
    ['in the other case', swapped.join('')],
    ['percent-encoded', encodeURIComponent(text)],
    ['percent-encoded as a form', new URLSearchParams({ x: text }).toString().slice(2)],
    ['percent-encoded whole', [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')],
    ['escaped for JSON', JSON.stringify(text).slice(1, -1)],
    ['escaped for JSON twice', JSON.stringify(JSON.stringify(text)).slice(3, -3)],
    ['backwards', [...text].reverse().join('')],
    ...[...text.matchAll(mark)].flatMap(([part]) => [
      ['the start of the marked part', part.slice(0, shortestMark)] as const,
      ['the end of the marked part', part.slice(-shortestMark)] as const,
    ]),
  ];
  return [
    ...texts.map(([name, form]) => ({ name, bytes: Buffer.from(form) })),
    { name: 'UTF-16', bytes: utf16 },
    { name: 'UTF-16, big end first', bytes: Buffer.from(utf16).swap16() },
  ];
}
