declare const hexBrand: unique symbol;

/** Bytes as lower-case hexadecimal text with 0x in front; always whole bytes, '0x' for none. */
export type Hex = string & { readonly [hexBrand]: true };

/** No bytes. */
export const noBytes = '0x' as Hex;

/** Reads 0x text of whole bytes in either case; null when it is anything else. */
export function readHex(text: string): Hex | null {
  return /^0x(?:[0-9a-fA-F]{2})*$/.test(text) ? (text.toLowerCase() as Hex) : null;
}

/** How many bytes there are. */
export function byteLength(hex: Hex): number {
  return (hex.length - 2) / 2;
}

/** Bytes as text. */
export function hexOf(bytes: Uint8Array): Hex {
  let text = '0x';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text as Hex;
}

/** Text as bytes. */
export function bytesOf(hex: Hex): Uint8Array {
  const bytes = new Uint8Array(byteLength(hex));
  for (let index = 0; index < bytes.length; index += 1)
    bytes[index] = Number.parseInt(hex.slice(2 + 2 * index, 4 + 2 * index), 16);
  return bytes;
}
