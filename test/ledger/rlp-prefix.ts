/** One item of a list, as far as its bytes have come. */
export interface PrefixItem {
  readonly bytes: Uint8Array;
  readonly isWhole: boolean;
}

/** The beginning of one RLP list: the items so far, and whether all of the list has come. */
export interface ListPrefix {
  readonly items: readonly PrefixItem[];
  readonly isWhole: boolean;
}

/** Reads as much of an RLP list as has come (yellow paper, appendix B), as a device does that gets it in parts. Null for no list. */
export function readListPrefix(bytes: Uint8Array): ListPrefix | null {
  const head = readHead(bytes, 0);
  if (head === null || !head.isList) return null;
  const items: PrefixItem[] = [];
  const end = head.start + head.length;
  let at = head.start;
  while (at < Math.min(end, bytes.length)) {
    const item = readHead(bytes, at);
    if (item === null) break;
    const itemEnd = item.start + item.length;
    items.push({ bytes: bytes.subarray(item.start, itemEnd), isWhole: itemEnd <= bytes.length });
    at = itemEnd;
  }
  return { items, isWhole: bytes.length >= end };
}

interface Head {
  readonly isList: boolean;
  readonly start: number;
  readonly length: number;
}

function readHead(bytes: Uint8Array, at: number): Head | null {
  const first = bytes[at];
  if (first === undefined) return null;
  if (first < 0x80) return { isList: false, start: at, length: 1 };
  const isList = first >= 0xc0;
  const short = first - (isList ? 0xc0 : 0x80);
  if (short <= 55) return { isList, start: at + 1, length: short };
  const size = short - 55;
  if (bytes.length < at + 1 + size) return null;
  let length = 0;
  for (const byte of bytes.subarray(at + 1, at + 1 + size)) length = length * 256 + byte;
  return { isList, start: at + 1 + size, length };
}
