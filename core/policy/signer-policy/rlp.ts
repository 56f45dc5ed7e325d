/** One item of RLP: bytes as lower-case hexadecimal text without 0x, or a list of items. */
export type RlpItem = string | readonly RlpItem[];

/** Where an item's content lies in the text, both in hexadecimal digits, and what it is. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly isList: boolean;
}

/** A transaction's access list is the deepest there is: the transaction, the list, one entry, its storage keys. */
const deepest = 4;

/**
 * The one item that `hex` (lower case, no 0x) is, by the Ethereum Yellow Paper, appendix B. Null for anything that is not in its one
 * shortest form: a length with a leading zero, a long form where the short one would do, a single small byte with a header, bytes that
 * are missing or left over, lists in lists beyond what a transaction has.
 */
export function readRlp(hex: string): RlpItem | null {
  const span = spanAt(hex, 0, hex.length);
  return span === null || span.to !== hex.length ? null : itemOf(hex, span, 1);
}

function itemOf(hex: string, span: Span, depth: number): RlpItem | null {
  if (!span.isList) return hex.slice(span.from, span.to);
  if (depth > deepest) return null;
  const items: RlpItem[] = [];
  let at = span.from;
  while (at < span.to) {
    const inner = spanAt(hex, at, span.to);
    const item = inner === null ? null : itemOf(hex, inner, depth + 1);
    if (inner === null || item === null) return null;
    items.push(item);
    at = inner.to;
  }
  return items;
}

/** The item whose header starts at `at`, wholly within `end`. */
function spanAt(hex: string, at: number, end: number): Span | null {
  const first = byteAt(hex, at, end);
  if (first === null) return null;
  if (first < 0x80) return { from: at, to: at + 2, isList: false };
  const isList = first >= 0xc0;
  const base = isList ? 0xc0 : 0x80;
  const isLong = first - base > 55;
  const headerEnd = at + 2 + (isLong ? 2 * (first - base - 55) : 0);
  const length = isLong ? longLength(hex, at + 2, headerEnd, end) : first - base;
  if (length === null) return null;
  const to = headerEnd + 2 * length;
  if (to > end) return null;
  const isBareByte = !isList && length === 1 && (byteAt(hex, headerEnd, end) ?? 0) < 0x80;
  return isBareByte ? null : { from: headerEnd, to, isList };
}

/** A length of more than 55 bytes, itself without leading zeros; four bytes of length are more than any transaction has. */
function longLength(hex: string, from: number, to: number, end: number): number | null {
  if (to > end || to - from > 8 || byteAt(hex, from, end) === 0) return null;
  const length = Number.parseInt(hex.slice(from, to), 16);
  return length > 55 ? length : null;
}

function byteAt(hex: string, at: number, end: number): number | null {
  return at + 2 <= end ? Number.parseInt(hex.slice(at, at + 2), 16) : null;
}
