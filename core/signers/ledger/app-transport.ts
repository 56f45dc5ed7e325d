import type Eth from '@ledgerhq/hw-app-eth';

/** Sends one command (APDU) and gives the answer with its two status bytes; rejects when there is none. */
export type Exchange = (apdu: Uint8Array) => Promise<Uint8Array>;

/** The part of the vendor's Transport that its Ethereum client uses. */
export interface AppTransport {
  send(cla: number, ins: number, p1: number, p2: number, data?: Uint8Array): Promise<Buffer>;
  decorateAppAPIMethods(): void;
}

/** What the vendor's client wants as its transport. */
export type VendorTransport = ConstructorParameters<typeof Eth>[0];

const ok = 0x9000;

/**
 * The vendor's client over our own exchange. An answer shorter than its status word is a `GarbledAnswer`; any other status than 0x9000 is a
 * `TransportStatusError` with its `statusCode`, as the vendor's own transport has it. It locks nothing: the device's queue is ours.
 */
export function appTransport(exchange: Exchange): AppTransport {
  return {
    decorateAppAPIMethods() {},
    async send(cla, ins, p1, p2, data = new Uint8Array()) {
      if (data.length > 255) throw named('GarbledCommand', 'a command holds at most 255 bytes');
      const answer = Buffer.from(await exchange(Uint8Array.from([cla, ins, p1, p2, data.length, ...data])));
      if (answer.length < 2) throw named('GarbledAnswer', 'the answer has no status word');
      const statusCode = answer.readUInt16BE(answer.length - 2);
      if (statusCode === ok) return answer;
      const status = named('TransportStatusError', `the device answered (0x${statusCode.toString(16)})`);
      throw Object.assign(status, { statusCode });
    },
  };
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
