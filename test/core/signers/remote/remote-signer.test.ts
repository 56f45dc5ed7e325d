import { describe, expect, it } from 'vitest';
import type { RemoteOptions } from '../../../../core/signers/remote/remote-options.ts';
import { createRemoteSigner } from '../../../../core/signers/remote/remote-signer.ts';
import { verifySignature } from '../../../../core/signers/verify.ts';
import { startReadytraderService } from '../../../signer/readytrader-service.ts';
import {
  approved,
  endsWithTest,
  from,
  hastyClock,
  never,
  privateKey,
  remoteOptions,
} from '../../../signer/remote-kit.ts';
import { startWeb3signer } from '../../../signer/web3signer.ts';
import { testAuthority } from '../../../tls/certificates.ts';
import { serveRecording } from '../../../tls/recording-server.ts';

const dayMs = 86_400_000;
const nowMs = Date.now();
const clock = { ...hastyClock, nowMs: () => nowMs };
const authority = testAuthority();
const client = authority.issue({ name: 'client', notAfterMs: nowMs + 300.5 * dayMs });
const unavailable = (state: string, why: unknown = expect.any(String)) => ({
  ok: false,
  error: { code: 'signer-unavailable', retry: 'safe', signer: 'remote', state, why },
});

/** ReadyTrader's service over TLS that lets only our client in, with a certificate for so many days. */
async function mutual(days = 90.5, host = '127.0.0.1') {
  const certificate = authority.issue({ name: 'server', hosts: [host], notAfterMs: nowMs + days * dayMs });
  const tls = { cert: certificate.cert, key: certificate.key, ca: authority.ca, requestCert: true };
  const server = await endsWithTest(startReadytraderService({ privateKey, tls }));
  return { ...server, pin: certificate.pin };
}

const signerFor = (url: string, tls: RemoteOptions['tls'], changes: Partial<RemoteOptions> = {}) =>
  createRemoteSigner(remoteOptions(url, { tls, requireTls: true, clock, ...changes }));
const identity = { ca: authority.ca, cert: client.cert, key: client.key };

describe('a remote signer over TLS', () => {
  it('signs with both certificates right, and its state tells when they end', async () => {
    const { pin, url } = await mutual();
    const signer = signerFor(url, { ...identity, pins: [pin.toUpperCase()] });
    expect(signer.state()).toMatchObject({ code: 'not-asked', isReady: false, needs: 'Ask it for its address' });
    const claimed = await signer.sign(approved(), () => {}, never());
    expect(claimed.ok && verifySignature('remote', approved(), claimed.value)).toMatchObject({ ok: true });
    expect(signer.state()).toEqual({
      code: 'ready',
      isReady: true,
      text: `The remote signer at ${new URL(url).host} answers: ReadyTrader-Crypto's protocol. Its certificate ends in 90 days. Ours ends in 300 days.`,
      needs: null,
    });
    expect(signer.facts()).toMatchObject({
      plain: 'no',
      servedEndMs: expect.any(Number),
      clientEndMs: client.notAfterMs,
    });
  });

  it('tells of a certificate that ends soon', async () => {
    const { url } = await mutual(29.5);
    const signer = signerFor(url, identity);
    await signer.address({ show: false }, never());
    expect(signer.state()).toMatchObject({
      code: 'certificate-ends',
      isReady: true,
      needs: expect.stringContaining('pin the new one'),
    });
    const short = authority.issue({ name: 'client', notAfterMs: nowMs + 3.5 * dayMs });
    const other = signerFor((await mutual()).url, { ca: authority.ca, cert: short.cert, key: short.key });
    await other.address({ show: false }, never());
    expect(other.state()).toMatchObject({ code: 'certificate-ends', needs: 'Replace our certificate' });
  });

  it('reads the end anew from each connection', async () => {
    const first = authority.issue({ name: 'server', hosts: ['127.0.0.1'], notAfterMs: nowMs + 40.5 * dayMs });
    const second = authority.issue({ name: 'server', hosts: ['127.0.0.1'], notAfterMs: nowMs + 400.5 * dayMs });
    const started = await endsWithTest(
      startReadytraderService({ privateKey, tls: { cert: first.cert, key: first.key } }),
    );
    const signer = signerFor(started.url, { ca: authority.ca, pins: [first.pin, second.pin] });
    await signer.address({ show: false }, never());
    expect(signer.facts().servedEndMs).toBe(first.notAfterMs);
    started.renew(second);
    await signer.address({ show: false }, never());
    expect(signer.facts().servedEndMs).toBe(second.notAfterMs);
  });

  it('hands nothing to a service that is not the right one', async () => {
    const { pin, received, url } = await mutual();
    const otherHost = await mutual(90, 'signer.example');
    const cases = [
      [url, { ...identity, ca: testAuthority().ca }, 'its certificate is not from a trusted authority'],
      [url, { ...identity, pins: ['00'.repeat(32)] }, 'its certificate is not the pinned one'],
      [otherHost.url, identity, 'its certificate is for another host'],
    ] as const;
    for (const [address, tls, why] of cases) {
      const signer = signerFor(address, tls, { protocol: 'readytrader' });
      expect(await signer.sign(approved(), () => {}, never())).toEqual(unavailable('tls', why));
      expect(signer.state()).toMatchObject({ code: 'tls', isReady: false, needs: expect.stringContaining('pins') });
    }
    expect([...received, ...otherHost.received]).toEqual([]);
    expect(
      await signerFor(url, { ...identity, pins: ['00'.repeat(32), pin] }).address({ show: false }, never()),
    ).toEqual({
      ok: true,
      value: from,
    });
  });

  it('puts no key of ours into a state, an error, facts or a log', async () => {
    const lines: unknown[] = [];
    const keep = (...line: readonly unknown[]): void => void lines.push(line);
    const { url } = await mutual();
    const log = { info: keep, warn: keep, error: keep };
    const token = 'token-of-ours-0123456789-0123456789';
    for (const tls of [identity, { ...identity, ca: testAuthority().ca }]) {
      const signer = signerFor(url, tls, { log, token });
      lines.push(await signer.address({ show: false }, never()), signer.state(), signer.facts());
    }
    const said = JSON.stringify(lines);
    expect(said).toContain('readytrader');
    for (const secret of [client.key.split('\n')[1] ?? '', 'BEGIN', token]) expect(said).not.toContain(secret);
  });
});

describe('a remote signer over plain HTTP', () => {
  it('is asked at 127.0.0.1 unless TLS is required, and says so', async () => {
    const { received, url } = await endsWithTest(startReadytraderService({ privateKey }));
    const signer = createRemoteSigner(remoteOptions(url));
    expect(await signer.address({ show: false }, never())).toEqual({ ok: true, value: from });
    expect(signer.state().text).toContain('without TLS, on this machine');
    const count = received.length;
    const strict = createRemoteSigner(remoteOptions(url, { requireTls: true }));
    expect(await strict.sign(approved(), () => {}, never())).toMatchObject(unavailable('tls-required'));
    const byName = createRemoteSigner(remoteOptions(url.replace('127.0.0.1', 'localhost')));
    expect(await byName.sign(approved(), () => {}, never())).toMatchObject(unavailable('tls-required'));
    expect(received).toHaveLength(count);
    expect(strict.state()).toMatchObject({ code: 'tls-required', isReady: false, needs: 'Use an https address' });
  });

  it('is warned of where it is permitted to leave this machine', async () => {
    const { url } = await endsWithTest(startReadytraderService({ privateKey }));
    const named = createRemoteSigner(remoteOptions(url.replace('127.0.0.1', 'localhost'), { requireTls: false }));
    expect(await named.address({ show: false }, never())).toEqual({ ok: true, value: from });
    expect(named.state()).toMatchObject({ code: 'plain-http', isReady: true, needs: 'Use an https address' });
  });
});

describe('the protocol', () => {
  it('is found out by questions that sign nothing, once', async () => {
    const service = await endsWithTest(startReadytraderService({ privateKey }));
    const signer = createRemoteSigner(remoteOptions(service.url));
    expect(signer.capabilities()).toMatchObject({ types: [0, 2], accessLists: false, signsTexts: false });
    await signer.address({ show: false }, never());
    await signer.address({ show: false }, never());
    expect(service.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /upcheck',
      'GET /address',
      'GET /address',
      'GET /address',
    ]);
    expect(signer.capabilities()).toMatchObject({ types: [0, 1, 2], accessLists: true });
  });

  it("is Web3Signer's REST where it is offered, else its JSON-RPC; its node is asked nothing", async () => {
    for (const hasRest of [true, false]) {
      const service = await endsWithTest(startWeb3signer({ privateKeys: [privateKey], chainId: 31337n, hasRest }));
      const signer = createRemoteSigner(remoteOptions(service.url));
      const claimed = await signer.sign(approved(), () => {}, never());
      expect(claimed.ok && verifySignature('remote', approved(), claimed.value)).toMatchObject({ ok: true });
      expect(signer.state().text).toContain(hasRest ? 'Web3Signer (REST)' : 'Web3Signer (JSON-RPC)');
      expect(service.forwarded).toEqual(hasRest ? [] : ['GET /api/v1/eth1/publicKeys']);
      expect(service.received.slice(0, 2).map(({ method }) => method)).toEqual(['GET', 'GET']);
    }
  });

  it('stays unknown where nothing known answers, and is asked for again the next time', async () => {
    let isUp = false;
    const service = await endsWithTest(
      serveRecording((response, { path }) => {
        if (isUp && path === '/address') return void response.end(JSON.stringify({ address: from }));
        response.writeHead(404).end();
      }),
    );
    const signer = createRemoteSigner(remoteOptions(service.url));
    expect(await signer.sign(approved(), () => {}, never())).toMatchObject(unavailable('unknown-protocol'));
    expect(signer.state()).toMatchObject({
      code: 'unknown-protocol',
      needs: 'Choose the protocol that the signer speaks',
    });
    isUp = true;
    expect(await signer.address({ show: false }, never())).toEqual({ ok: true, value: from });
    const page = await endsWithTest(serveRecording((response) => response.end('<html>Welcome</html>')));
    const other = createRemoteSigner(remoteOptions(page.url));
    expect(await other.address({ show: false }, never())).toMatchObject(unavailable('unknown-protocol'));
    expect(page.received).toHaveLength(1);
  });
});

describe('asking a remote signer', () => {
  it('tells how far it is', async () => {
    const { url } = await endsWithTest(startReadytraderService({ privateKey }));
    const steps: string[] = [];
    await createRemoteSigner(remoteOptions(url)).sign(approved(), ({ step }) => void steps.push(step), never());
    expect(steps).toEqual(['connecting', 'received']);
  });

  it('is surely without a signature when nobody listens, and its state says what to do', async () => {
    const { close, url } = await endsWithTest(startReadytraderService({ privateKey }));
    await close();
    const signer = createRemoteSigner(remoteOptions(url, { protocol: 'readytrader' }));
    expect(await signer.sign(approved(), () => {}, never())).toMatchObject(unavailable('unreachable'));
    expect(signer.state()).toMatchObject({ code: 'unreachable', needs: 'Start the signer, or correct its address' });
  });

  it('may leave a signature when it is given up or the signer is closed after it was sent', async () => {
    for (const way of ['cancel', 'close'] as const) {
      const stop = new AbortController();
      const { received, url } = await endsWithTest(serveRecording(() => {}));
      const signer = createRemoteSigner(remoteOptions(url, { protocol: 'readytrader' }));
      const pending = signer.sign(approved(), () => {}, stop.signal);
      await expect.poll(() => received.length).toBe(1);
      if (way === 'cancel') stop.abort();
      else await signer.close();
      expect(await pending).toMatchObject({ ok: false, error: { code: 'signer-failed', signerCode: 'cancelled' } });
      if (way === 'close')
        expect(await signer.sign(approved(), () => {}, never())).toMatchObject(unavailable('cancelled'));
      expect(received).toHaveLength(1);
    }
  });

  it('may leave a signature when the service says no to a call whose first try a gateway swallowed', async () => {
    let tries = 0;
    const { url } = await endsWithTest(
      serveRecording((response) => {
        tries += 1;
        response.writeHead(tries === 1 ? 502 : 403).end(tries === 1 ? '' : '{"detail":"no"}');
      }),
    );
    const signer = createRemoteSigner(remoteOptions(url, { protocol: 'readytrader' }));
    expect(await signer.sign(approved(), () => {}, never())).toMatchObject({
      ok: false,
      error: { code: 'signer-failed', signerCode: 'http-403' },
    });
    expect(tries).toBe(2);
  });
});
