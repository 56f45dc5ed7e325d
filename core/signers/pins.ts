/**
 * Whether pins let a certificate pass, by its SHA-256 in lower-case digits: it is one of them. Without pins each passes that is trusted
 * otherwise.
 */
export function isPinned(pins: readonly string[] | undefined, fingerprint: string): boolean {
  return pins === undefined || pins.includes(fingerprint);
}
