import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { ledgerError, ledgerProblem } from '../../../../core/signers/ledger/problems.ts';
import { type Asking, classify } from '../../../../core/signers/ledger/status-words.ts';

const load = createRequire(import.meta.url);
const { TransportStatusError, TransportError } = load('@ledgerhq/hw-transport') as {
  TransportStatusError: new (word: number) => Error;
  TransportError: new (message: string, id: string) => Error;
};
const errors = load('@ledgerhq/errors') as Readonly<Record<string, new (message?: string) => Error>>;
const clientErrors = load('@ledgerhq/hw-app-eth/errors') as Readonly<Record<string, new (message?: string) => Error>>;

/** Every status word of the study of devices in the field, what it means while a signature is asked for, and what that is as an error. */
const words: readonly (readonly [number, string, string, Asking?])[] = [
  [0x6985, 'refused', 'signer-refused'],
  [0x5501, 'prompt-refused', 'signer-refused'],
  [0x6982, 'locked', 'signer-unavailable'],
  [0x5515, 'locked', 'signer-unavailable'],
  [0x6b0c, 'locked', 'signer-unavailable'],
  [0x6804, 'locked', 'signer-unavailable'],
  [0x5502, 'not-set-up', 'signer-unavailable'],
  [0x6511, 'dashboard', 'signer-unavailable'],
  [0x650f, 'dashboard', 'signer-unavailable'],
  [0x6e00, 'not-understood', 'signer-unavailable'],
  [0x6e01, 'bootloader', 'signer-unavailable'],
  [0x6d00, 'not-understood', 'signer-unavailable'],
  [0x6a86, 'not-understood', 'signer-unavailable'],
  [0x6d02, 'wrong-app', 'signer-unavailable'],
  [0x6a15, 'wrong-app', 'signer-unavailable'],
  [0x6a83, 'wrong-app', 'signer-unavailable'],
  [0x6501, 'type-unsupported', 'signer-refused'],
  [0x6502, 'chain-id-too-large', 'signer-refused'],
  [0x6a80, 'cannot-show', 'signer-refused'],
  [0x6807, 'cannot-show', 'signer-refused'],
  [0x6a84, 'payload-too-big', 'signer-refused'],
  [0x6984, 'plugin-missing', 'signer-refused'],
  [0x6a88, 'clear-signing-unavailable', 'signer-refused'],
  [0x6a00, 'clear-signing-unavailable', 'signer-refused'],
  [0x911c, 'clear-signing-unavailable', 'signer-refused'],
  [0x6a80, 'clear-signing-unavailable', 'signer-refused', 'descriptor'],
  [0x6983, 'protocol', 'signer-failed'],
  [0x6700, 'protocol', 'signer-failed'],
  [0x6001, 'protocol', 'signer-failed'],
  [0x6b00, 'app-too-old', 'signer-unavailable'],
  [0x6f00, 'device-internal', 'signer-failed'],
  [0x6faa, 'device-internal', 'signer-failed'],
  [0x6fff, 'device-internal', 'signer-failed'],
  [0x670a, 'app-not-installed', 'signer-unavailable', 'open-app'],
  [0x6807, 'app-not-installed', 'signer-unavailable', 'open-app'],
  [0x1234, 'unknown', 'signer-failed'],
];

describe('a status word', () => {
  const rows = words.map(([word, fault, code, asking = 'signature']) => ({
    word,
    hex: word.toString(16),
    fault,
    code,
    asking,
  }));

  it.each(rows)(
    '0x$hex is $fault while $asking is asked, and then the error is $code',
    ({ word, fault, code, asking }) => {
      const problem = classify(new TransportStatusError(word), asking);
      expect(problem).toMatchObject({ fault, code: `0x${word.toString(16)}` });
      expect(ledgerError(problem, true).code).toBe(code);
      // The same after a process boundary, where only plain fields are left, and where only the message is.
      expect(classify({ name: 'Error', statusCode: word }, asking).fault).toBe(fault);
      expect(classify(new Error(`Ledger device: something (0x${word.toString(16)})`), asking).fault).toBe(fault);
    },
  );
});

/** The vendor's errors without a status word, made by the vendor's own classes. */
const named: readonly (readonly [string, Error, string])[] = [
  [
    'blind signing is off',
    new (clientErrors.EthAppPleaseEnableContractData as never as new () => Error)(),
    'cannot-show',
  ],
  ['a second request', new (errors.TransportRaceCondition as never as new () => Error)(), 'busy'],
  [
    'a second request of the client',
    new TransportError('Ledger Device is busy (lock getAddress)', 'TransportLocked'),
    'busy',
  ],
  ['no device', new TransportError('NoDevice', 'NoDevice'), 'absent'],
  ['unplugged', new (errors.DisconnectedDevice as never as new () => Error)(), 'disconnected'],
  ['unplugged meanwhile', new (errors.DisconnectedDeviceDuringOperation as never as new () => Error)(), 'disconnected'],
  ['held by another program', new TypeError('cannot open device with path /dev/hidraw3'), 'held'],
  ['no permission', Object.assign(new Error('x'), { name: 'HidNoPermission' }), 'no-permission'],
  ['no libusb', new Error('libusb-1.0.so.0: cannot open shared object file'), 'usb-unavailable'],
  ['no answer', new (errors.TransportExchangeTimeoutError as never as new () => Error)(), 'no-answer'],
  ['a report of another channel', new TransportError('Invalid channel', 'InvalidChannel'), 'garbled'],
  ['the lost answer of another request', new TransportError('Invalid sequence', 'InvalidSequence'), 'garbled'],
  ['a native read that failed', new Error('could not read from HID device'), 'disconnected'],
  ['anything else', new RangeError('offset'), 'unknown'],
];

describe('an error without a status word', () => {
  it.each(named)('%s', (_, error, fault) => {
    expect(classify(error, 'signature').fault).toBe(fault);
    // A class is never asked for: the same fields on a plain object mean the same.
    const { name, message, id } = error as Error & { id?: string };
    expect(classify({ name, message, id }, 'signature').fault).toBe(fault);
  });

  it('is unknown when it is no error at all', () => {
    for (const thrown of [null, undefined, 'oops', 7, {}]) expect(classify(thrown, 'app').fault).toBe('unknown');
  });
});

describe('a problem after the device had the transaction', () => {
  it('leaves open whether there is a signature, where the device did not say', () => {
    for (const fault of ['disconnected', 'no-answer', 'garbled', 'cancelled', 'unknown', 'device-internal'] as const) {
      expect(ledgerError(ledgerProblem(fault), true)).toMatchObject({ code: 'signer-failed', retry: 'after-checking' });
      expect(ledgerError(ledgerProblem(fault), false)).toMatchObject({ code: 'signer-unavailable', retry: 'safe' });
    }
  });
});
