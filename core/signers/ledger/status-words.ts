import { type LedgerFault, type LedgerProblem, ledgerProblem } from './problems.ts';

/** What was being asked when an error came: the same status word means another thing for another command. */
export type Asking = 'connect' | 'app' | 'open-app' | 'configuration' | 'address' | 'descriptor' | 'signature';

interface Row {
  readonly fault: LedgerFault;
  /** Status words (ISO 7816-4 SW1 SW2), or the first and last of a range. */
  readonly words?: readonly number[];
  readonly range?: readonly [number, number];
  /** Names of the vendor's errors, with the `id` where they have one. */
  readonly names?: readonly string[];
  readonly message?: RegExp;
  /** Only while this is asked. */
  readonly asking?: readonly Asking[];
}

/**
 * The one table from the vendor's words to ours; the first row that fits counts. From app-ethereum's doc/ethapp.adoc, the status codes of
 * @ledgerhq/hw-transport, and what wallets report of firmware in the field.
 */
const rows: readonly Row[] = [
  { fault: 'app-not-installed', words: [0x670a, 0x6807], asking: ['open-app'] },
  { fault: 'refused', words: [0x6985], names: ['UserRefusedOnDevice', 'UserRefusedAddress'] },
  { fault: 'prompt-refused', words: [0x5501] },
  { fault: 'locked', words: [0x5515, 0x6982, 0x6b0c, 0x6804], names: ['LockedDeviceError'] },
  { fault: 'not-set-up', words: [0x5502, 0x6d07, 0x6611] },
  { fault: 'dashboard', words: [0x6511, 0x650f] },
  { fault: 'bootloader', words: [0x6e01] },
  { fault: 'not-understood', words: [0x6e00, 0x6d00, 0x6a86] },
  { fault: 'wrong-app', words: [0x6d02, 0x6a15, 0x6a83] },
  { fault: 'type-unsupported', words: [0x6501] },
  { fault: 'chain-id-too-large', words: [0x6502] },
  { fault: 'clear-signing-unavailable', words: [0x6a80], asking: ['descriptor'] },
  { fault: 'clear-signing-unavailable', words: [0x6a88, 0x6a00, 0x911c] },
  {
    fault: 'cannot-show',
    words: [0x6a80, 0x6807, 0x6980],
    names: ['EthAppPleaseEnableContractData', 'CeloAppPleaseEnableContractData'],
  },
  { fault: 'payload-too-big', words: [0x6a84] },
  { fault: 'plugin-missing', words: [0x6984] },
  { fault: 'app-too-old', words: [0x6b00] },
  { fault: 'protocol', words: [0x6983, 0x6700, 0x6001, 0x670a] },
  { fault: 'device-internal', range: [0x6f00, 0x6fff] },
  { fault: 'busy', names: ['TransportRaceCondition', 'TransportError TransportLocked'], message: /device is busy/i },
  { fault: 'absent', names: ['TransportError NoDevice', 'TransportError NoDeviceFound'] },
  {
    fault: 'disconnected',
    names: ['DisconnectedDevice', 'DisconnectedDeviceDuringOperation'],
    message: /disconnected|could not read from hid|cannot write to/i,
  },
  { fault: 'no-permission', names: ['HidNoPermission'] },
  { fault: 'usb-unavailable', names: ['HidUnavailable'], message: /libusb|ERR_DLOPEN_FAILED/ },
  { fault: 'held', names: ['CantOpenDevice', 'TransportInterfaceNotAvailable'], message: /cannot open device/i },
  { fault: 'no-answer', names: ['TransportExchangeTimeoutError'] },
  {
    fault: 'garbled',
    names: [
      'GarbledAnswer',
      'TransportError InvalidChannel',
      'TransportError InvalidTag',
      'TransportError InvalidSequence',
    ],
  },
];

/**
 * An error of the vendor's libraries or of the device in our terms: by its status word, then by its name, then by its message (which may
 * carry the status word in brackets). Never by its class: there are two copies of the libraries, and a class does not survive a process.
 */
export function classify(error: unknown, asking: Asking): LedgerProblem {
  const { statusCode, name, id, message } = fieldsOf(error);
  if (statusCode !== null) return fromWord(statusCode, asking);
  const fullName = id === null ? name : `${name} ${id}`;
  const named = rows.find(
    (row) => isAsked(row, asking) && (row.names?.includes(fullName) || row.names?.includes(name)),
  );
  if (named !== undefined) return ledgerProblem(named.fault, fullName);
  const quoted = /\(0x([0-9a-f]{4})\)/i.exec(message)?.[1];
  if (quoted !== undefined) return fromWord(Number.parseInt(quoted, 16), asking);
  const worded = rows.find((row) => row.message?.test(message));
  return ledgerProblem(worded?.fault ?? 'unknown', name === '' ? 'unknown' : name);
}

function fromWord(word: number, asking: Asking): LedgerProblem {
  const row = rows.find(
    (candidate) =>
      isAsked(candidate, asking) &&
      (candidate.words?.includes(word) ||
        (candidate.range !== undefined && word >= candidate.range[0] && word <= candidate.range[1])),
  );
  return ledgerProblem(row?.fault ?? 'unknown', `0x${word.toString(16).padStart(4, '0')}`);
}

function isAsked({ asking: only }: Row, asking: Asking): boolean {
  return only === undefined || only.includes(asking);
}

interface ErrorFields {
  readonly statusCode: number | null;
  readonly name: string;
  readonly id: string | null;
  readonly message: string;
}

function fieldsOf(error: unknown): ErrorFields {
  const { statusCode, name, id, message } = (typeof error === 'object' && error !== null ? error : {}) as Readonly<
    Record<string, unknown>
  >;
  return {
    statusCode: typeof statusCode === 'number' ? statusCode : null,
    name: typeof name === 'string' ? name : '',
    id: typeof id === 'string' && id !== '' ? id : null,
    message: typeof message === 'string' ? message : '',
  };
}
