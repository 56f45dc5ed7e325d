import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ledgerTransports } from '../../core/ledger-transports.ts';
import { verifySignature } from '../../core/signers/verify.ts';
import { approved, firstAddress, ledgerFixture, never, transfer } from '../ledger/ledger-fixture.ts';
import { exchangesOf, recordings } from '../ledger/recordings.ts';
import { type LedgerSimulator, startLedgerSimulator } from '../ledger/start-ledger-simulator.ts';

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const { stop } of running.splice(0)) await stop();
});

async function simulator(options: Parameters<typeof startLedgerSimulator>[0] = {}): Promise<LedgerSimulator> {
  const started = await startLedgerSimulator({ answers: 'approve', ...options });
  running.push(started);
  return started;
}

describe('an emulator in place of a Ledger', () => {
  it('is used over the framing of Speculos: address, transaction, refusal, another app', async () => {
    const { url, control } = await simulator();
    const { signer, progress } = ledgerFixture(ledgerTransports({ emulator: url, isPaper: true }));
    expect(await signer.address({ show: true }, never)).toEqual({ ok: true, value: firstAddress });
    const claimed = await signer.sign(approved(transfer()), progress, never);
    expect(claimed.ok && verifySignature('ledger', transfer(), claimed.value)).toMatchObject({ ok: true });
    control.answersBy('reject');
    expect(await signer.sign(approved(transfer()), progress, never)).toMatchObject({
      ok: false,
      error: { code: 'signer-refused' },
    });
    control.openApp('Boilerplate', '2.3.1');
    control.answersBy('approve');
    expect((await signer.refresh(never)).code).toBe('wrong-app');
    expect(await signer.openApp(never)).toMatchObject({ ok: true, value: { name: 'Ethereum' } });
    await signer.close();
  });

  it('that nobody runs is a Ledger that is not there', async () => {
    const { url, stop } = await startLedgerSimulator();
    await stop();
    const { signer } = ledgerFixture(ledgerTransports({ emulator: url, isPaper: true }));
    expect((await signer.refresh(never)).code).toBe('disconnected');
    await signer.close();
  });

  it('is for paper, at a literal loopback address; anything else is no device, and never the real one', async () => {
    const { url } = await simulator();
    const elsewhere = [
      'tcp://192.0.2.7:9999',
      'tcp://localhost:9999',
      'http://127.0.0.1:9999',
      'tcp://127.0.0.1:0',
      '',
    ];
    const refused = [
      ledgerTransports({ emulator: url, isPaper: false }),
      ...elsewhere.map((emulator) => ledgerTransports({ emulator, isPaper: true })),
    ];
    for (const transports of refused) {
      await expect(transports.list()).rejects.toMatchObject({ name: 'HidUnavailable' });
      await expect(transports.open('x')).rejects.toMatchObject({ name: 'HidUnavailable' });
    }
  });

  it('stays out of packages: it is a file of its own there, which they leave out', () => {
    const packaged = readFileSync('electron-builder.yml', 'utf8');
    expect(packaged).toContain('"!out/chunks/speculos-transports-*"');
    const sources = (readdirSync('core', { recursive: true, encoding: 'utf8' }) as string[])
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join('core', file), 'utf8'));
    const naming = sources.filter((text) => text.includes('speculos-transports.ts'));
    expect(naming).toHaveLength(1);
    expect(naming[0]).toContain("await import('./speculos-transports.ts')");
  });
});

const recorded = recordings()?.find(({ scenario }) => scenario === 'transfer-eip1559-chain-31337');

describe.runIf(recorded !== undefined)('the framing of Speculos', () => {
  it('puts recorded answers together again, however they arrive', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('data', (part: Buffer) => {
        const command = part.subarray(4).toString('hex');
        const known = recorded === undefined ? [] : exchangesOf(recorded);
        const found = known.find((entry) => Buffer.from(entry.command).toString('hex') === command);
        const answer = Buffer.from(found?.answer ?? [0x6d, 0x00]);
        const length = Buffer.alloc(4);
        length.writeUInt32BE(answer.length - 2);
        // One byte at a time: an answer is whole only when its length says so.
        for (const byte of Buffer.concat([length, answer])) socket.write(Buffer.from([byte]));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    running.push({
      stop: () => {
        for (const socket of sockets) socket.destroy();
        return new Promise((resolve) => server.close(() => resolve()));
      },
    });
    const { port } = server.address() as { port: number };
    const transport = await ledgerTransports({ emulator: `tcp://127.0.0.1:${port}`, isPaper: true }).open('');
    for (const { command, answer } of recorded === undefined ? [] : exchangesOf(recorded)) {
      expect(await transport.exchange(command)).toEqual(Buffer.from(answer));
    }
    expect(await transport.exchange(Uint8Array.from([1, 2, 3, 4, 0]))).toEqual(Buffer.from([0x6d, 0x00]));
    await transport.close();
  });
});
