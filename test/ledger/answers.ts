/** The status words that the simulated device gives. */
export const words = {
  ok: 0x9000,
  refused: 0x6985,
  promptRefused: 0x5501,
  locked: 0x5515,
  noApp: 0x6511,
  badData: 0x6a80,
  badParameters: 0x6a86,
  unknownApp: 0x6807,
  unknownInstruction: 0x6d00,
  unknownClass: 0x6e00,
  typeUnsupported: 0x6501,
  tooLongToShow: 0x6807,
} as const;

/** An answer: its data and its status word. */
export function answer(word: number, ...data: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat([...data, Buffer.from([word >> 8, word & 0xff])]));
}

/** One command taken apart. */
export interface Command {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data: Buffer;
}

/** Takes a command apart; null when its length is not what it says. */
export function readCommand(apdu: Uint8Array): Command | null {
  const [cla, ins, p1, p2, length] = apdu;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return null;
  const data = Buffer.from(apdu.subarray(5));
  return length !== undefined && data.length === length ? { cla, ins, p1, p2, data } : null;
}

/** How B0 01 names an app: format 1, name, version, flags. */
export function appAndVersion(name: string, version: string): Uint8Array {
  return answer(
    words.ok,
    Buffer.concat([
      Buffer.from([1, name.length]),
      Buffer.from(name, 'ascii'),
      Buffer.from([version.length]),
      Buffer.from(version, 'ascii'),
      Buffer.from([1, 0]),
    ]),
  );
}
