/**
 * Kraken takes a UUID or at most 18 characters as a client order id; ours are 'pc-' and 24 hexadecimal digits. Those 24 digits and the
 * three letters 'pc-' in ASCII (70632d) are exactly the 30 free digits of a version 4 UUID, so each of our ids has one UUID and each such
 * UUID leads back to one id of ours, with nothing to remember.
 * https://docs.kraken.com/exchange/guides/general/clordid
 */
const ours = /^pc-([0-9a-f]{24})$/;
const uuid = /^70632d([0-9a-f]{2})-([0-9a-f]{4})-4([0-9a-f]{3})-8([0-9a-f]{3})-([0-9a-f]{12})$/;

/** What Kraken is told for an order of ours; null for an id that the console does not give. */
export function toKrakenId(clientOrderId: string): string | null {
  const digits = ours.exec(clientOrderId)?.[1];
  if (digits === undefined) return null;
  const part = (from: number, to: number): string => digits.slice(from, to);
  return `70632d${part(0, 2)}-${part(2, 6)}-4${part(6, 9)}-8${part(9, 12)}-${part(12, 24)}`;
}

/** Our id where Kraken's is one that we gave, else Kraken's as it is. */
export function fromKrakenId(krakenId: string): string {
  const parts = uuid.exec(krakenId.toLowerCase());
  return parts === null ? krakenId : `pc-${parts.slice(1).join('')}`;
}

/** What to ask Kraken for: an order of ours, or an id that some other program gave in one of Kraken's forms. Null for anything else. */
export function askedKrakenId(clientOrderId: string): string | null {
  const id = toKrakenId(clientOrderId);
  if (id !== null) return id;
  return /^[\x21-\x7e]{1,18}$|^[0-9a-f-]{32,36}$/i.test(clientOrderId) ? clientOrderId : null;
}
