import { err, ok, type Result } from '../../domain/result.ts';

/** Crockford's 32 symbols (https://www.crockford.com/base32.html): no I, L, O and U. */
export const base32Symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const bitsPerSymbol = 5;
const bytesPerBlock = 5;
/** How many symbols stand together where they are shown. */
const groupLength = 4;

/** A sign that is no symbol: which, and the how-manieth of the symbols it would be, from 1. */
export interface StraySymbol {
  readonly sign: string;
  readonly at: number;
}

/** Bytes as Crockford base32 in capitals, in groups of four with hyphens between. Throws unless there are whole blocks of five bytes. */
export function encodeBase32(bytes: Uint8Array): string {
  if (bytes.length % bytesPerBlock !== 0)
    throw new Error(`not whole blocks of ${bytesPerBlock} bytes: ${bytes.length}`);
  const symbols: string[] = [];
  let [bits, held] = [0, 0];
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    held += 8;
    while (held >= bitsPerSymbol) {
      held -= bitsPerSymbol;
      symbols.push(base32Symbols[(bits >> held) & 31] ?? '');
    }
    bits &= (1 << held) - 1;
  }
  return (symbols.join('').match(/.{1,4}/g) ?? []).join('-');
}

/**
 * The bytes that base32 text says. Either case is taken, I and L as 1, O as 0; hyphens and white space are passed over. U and every other
 * sign is refused with its place. Bits beyond the last whole byte are dropped, so the caller checks the length.
 */
export function decodeBase32(text: string): Result<Uint8Array, StraySymbol> {
  // Not of the whole text: 'ß' in capitals is 'SS'.
  const signs = [...text.replace(/[\s-]/g, '')].map((sign) => (/^[a-z]$/.test(sign) ? sign.toUpperCase() : sign));
  const bytes = new Uint8Array(Math.floor((signs.length * bitsPerSymbol) / 8));
  let [bits, held, written] = [0, 0, 0];
  for (const [index, sign] of signs.entries()) {
    const value = base32Symbols.indexOf(sign === 'O' ? '0' : sign === 'I' || sign === 'L' ? '1' : sign);
    if (value < 0) {
      bytes.fill(0);
      return err({ sign, at: index + 1 });
    }
    bits = (bits << bitsPerSymbol) | value;
    held += bitsPerSymbol;
    if (held < 8) continue;
    held -= 8;
    bytes[written] = (bits >> held) & 255;
    written += 1;
    bits &= (1 << held) - 1;
  }
  return ok(bytes);
}

/** How many symbols there are in a text, whatever stands between them. */
export function symbolCount(text: string): number {
  return [...text.replace(/[\s-]/g, '')].length;
}

/** The group, from 1, that the how-manieth symbol stands in. */
export function groupOf(at: number): number {
  return Math.ceil(at / groupLength);
}
