/** A password's bytes in Unicode's form NFKC; null where that changes nothing or the bytes are not UTF-8. */
export function normalisedPassword(password: Uint8Array): Uint8Array | null {
  if (password.every((byte) => byte < 0x80)) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(password);
    const normalised = text.normalize('NFKC');
    return normalised === text ? null : new TextEncoder().encode(normalised);
  } catch {
    return null;
  }
}
