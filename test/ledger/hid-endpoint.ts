import type { SimulatedDevice } from './device.ts';

const reportBytes = 64;
const tag = 0x05;

/** A device of node-hid, as far as the vendor's transport uses it. */
export interface HidEndpoint {
  getDeviceInfo(): { readonly product: string };
  /** A report behind its number, which is 0. */
  write(report: readonly number[]): void;
  /** Gives one report to `done`, when there is one. */
  read(done: (error: Error | null, report: Buffer | undefined) => void): void;
  /** Ends a read that waits, with an error. */
  readInterrupt(): void;
  /** Throws while a read waits, as node-hid 3.4 does: closing under a read would use what is freed. */
  close(): void;
}

/**
 * The device's side of the framing over reports of 64 bytes: two bytes of channel, 05, two bytes of sequence; in the first two more of
 * length; padded with zeros (LedgerHQ's "HID transport" in the developer documentation of the OS).
 */
export function createHidEndpoint(device: SimulatedDevice, onClose: () => void): HidEndpoint {
  let incoming: Buffer = Buffer.alloc(0);
  let wanted = 0;
  let nextSequence = 0;
  let isGone = false;
  const outgoing: Buffer[] = [];
  const readers: ((error: Error | null, report: Buffer | undefined) => void)[] = [];
  const give = (): void => {
    while (readers.length > 0 && (isGone || outgoing.length > 0)) {
      const reader = readers.shift();
      if (isGone) reader?.(new Error('could not read from HID device'), undefined);
      else reader?.(null, outgoing.shift());
    }
  };
  const lose = (): void => {
    isGone = true;
    stopTelling();
    give();
  };
  const stopTelling = device.onGone(lose);

  return {
    getDeviceInfo: () => ({ product: 'Nano S Plus' }),
    write([number, ...bytes]) {
      if (isGone) throw new TypeError('Cannot write to HID device');
      const report = Buffer.from(bytes);
      if (number !== 0 || report.length !== reportBytes || report[2] !== tag) throw new Error('no such report');
      const channel = report.readUInt16BE(0);
      const sequence = report.readUInt16BE(3);
      if (sequence !== nextSequence) throw new Error('out of sequence');
      if (sequence === 0) wanted = report.readUInt16BE(5);
      incoming = Buffer.concat([incoming, report.subarray(sequence === 0 ? 7 : 5)]);
      nextSequence += 1;
      if (incoming.length < wanted) return;
      const apdu = incoming.subarray(0, wanted);
      incoming = Buffer.alloc(0);
      nextSequence = 0;
      void device.exchange(apdu).then((answer) => {
        outgoing.push(...reports(channel, answer));
        give();
      });
    },
    read(done) {
      readers.push(done);
      // A native read answers later, never within the call.
      setImmediate(give);
    },
    readInterrupt() {
      for (const reader of readers.splice(0)) {
        setImmediate(() => reader(new Error('could not read from HID device'), undefined));
      }
    },
    close() {
      if (readers.length > 0) throw new TypeError('read is still running');
      lose();
      onClose();
    },
  };
}

function reports(channel: number, answer: Uint8Array): Buffer[] {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(answer.length);
  const whole = Buffer.concat([length, answer]);
  const found: Buffer[] = [];
  for (let at = 0; at < whole.length; at += reportBytes - 5) {
    const report = Buffer.alloc(reportBytes);
    report.writeUInt16BE(channel, 0);
    report[2] = tag;
    report.writeUInt16BE(found.length, 3);
    whole.copy(report, 5, at, at + reportBytes - 5);
    found.push(report);
  }
  return found;
}
