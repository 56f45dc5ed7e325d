import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createDevice } from '../../../ledger/device.ts';
import {
  approved,
  ledgerFixture,
  never,
  recipient,
  tokenCall,
  transfer,
  unknownToken,
  usdc,
} from '../../../ledger/ledger-fixture.ts';
import { simulatedUsb } from '../../../ledger/simulated-usb.ts';

const channels = ['net.client.socket', 'http.client.request.created', 'undici:request:create'];
let requests = 0;
const count = (): void => {
  requests += 1;
};
const stopCounting = (): void => {
  for (const channel of channels) unsubscribe(channel, count);
};
const startCounting = (): void => {
  requests = 0;
  for (const channel of channels) subscribe(channel, count);
};
afterEach(stopCounting);

describe("the vendor's services", () => {
  it('are asked nothing for any kind of transaction or text, nor for addresses', async () => {
    const device = createDevice({ answers: 'approve', blindSigning: true });
    const { signer, progress } = ledgerFixture(simulatedUsb([device]).transports, { mayBlindSign: () => true });
    const call = tokenCall('a9059cbb', recipient, 1n);
    startCounting();
    const done = [
      await signer.addresses('legacy', 0, 2, never),
      await signer.address({ show: true }, never),
      await signer.sign(approved(transfer({ chainId: 1n })), progress, never),
      await signer.sign(approved(transfer({ chainId: 1n, to: usdc, valueWei: 0n, data: call })), progress, never),
      await signer.sign(
        approved(transfer({ chainId: 1n, to: unknownToken, valueWei: 0n, data: call })),
        progress,
        never,
      ),
      await signer.signText('a text', progress, never),
    ];
    // What the client would do in the background gets its turn.
    await new Promise((resolve) => setImmediate(resolve));
    expect([done.map(({ ok }) => ok), requests]).toEqual([done.map(() => true), 0]);
    await signer.close();
  });

  it('would be noticed if they were', async () => {
    const server = createServer((_, response) => response.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    startCounting();
    await fetch(`http://127.0.0.1:${port}/`);
    expect(requests).toBeGreaterThan(0);
    requests = 0;
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();
    expect(requests).toBeGreaterThan(0);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
