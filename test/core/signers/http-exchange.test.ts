import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TlsOptions } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../core/node-ports.ts';
import { exchange, type HttpQuestion, type ServedCertificate } from '../../../core/signers/http-exchange.ts';
import { manualClock } from '../../manual-clock.ts';
import { testAuthority } from '../../tls/certificates.ts';
import { type LoopbackServer, listen, serveLoopback } from '../../tls/loopback-server.ts';
import { type Received, type RecordingServer, serveRecording } from '../../tls/recording-server.ts';

const authority = testAuthority();
const stranger = testAuthority('An authority of somebody else');
const server = authority.issue({ name: 'server', hosts: ['127.0.0.1'] });
const client = authority.issue({ name: 'client' });

const running: LoopbackServer[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

/** A recording server that ends with the test. */
async function serve(
  answer: (response: ServerResponse, request: Received) => void = (response) => response.end('fine'),
  tls: TlsOptions | null = null,
): Promise<RecordingServer> {
  const started = await serveRecording(answer, tls);
  running.push(started);
  return started;
}

const asked = (url: string, more: Partial<HttpQuestion> = {}): HttpQuestion => ({
  method: 'POST',
  url,
  body: '{"ask":1}',
  tls: { ca: authority.ca },
  timeoutMs: 5_000,
  maxBytes: 1_000,
  signal: new AbortController().signal,
  ...more,
});
const ask = (url: string, more: Partial<HttpQuestion> = {}) => exchange(asked(url, more), systemClock);
const failure = (kind: string, sent: boolean, why: RegExp | string = /./) => ({
  ok: false,
  error: { kind, sent, why: typeof why === 'string' ? why : expect.stringMatching(why) },
});

describe('one exchange', () => {
  it('sends the body as it is and answers with status and body, whatever the status', async () => {
    const { url, received } = await serve((response) => response.writeHead(418).end('short and stout'));
    const answer = await ask(`${url}/sign?a=1`, {
      headers: { 'content-type': 'application/json' },
      body: '{"n":10e0}ü',
    });
    expect(answer).toEqual({ ok: true, value: { status: 418, body: 'short and stout', certificate: null } });
    expect(received).toMatchObject([{ method: 'POST', path: '/sign?a=1', body: '{"n":10e0}ü' }]);
    expect(received[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '12' });
  });

  it('sends no body with GET and keeps no connection', async () => {
    const { url, received } = await serve();
    expect(await ask(url, { method: 'GET' })).toMatchObject({ ok: true, value: { body: 'fine' } });
    expect(received).toMatchObject([{ method: 'GET', body: '', headers: { connection: 'close' } }]);
    expect(received[0]?.headers).not.toHaveProperty('content-length');
  });

  it('follows no redirect and returns no cookie', async () => {
    const { url, received } = await serve((response) =>
      response.writeHead(307, { location: '/elsewhere', 'set-cookie': 'a=1' }).end(),
    );
    expect(await ask(url)).toMatchObject({ ok: true, value: { status: 307, body: '' } });
    await ask(url);
    expect(received.map(({ path }) => path)).toEqual(['/', '/']);
    expect(received[1]?.headers).not.toHaveProperty('cookie');
  });

  it('has sent nothing when nobody listens', async () => {
    const { url, close } = await serve();
    await close();
    expect(await ask(url)).toMatchObject(failure('connect', false, /ECONNREFUSED/));
    expect(await ask(url.replace('http', 'https'))).toMatchObject(failure('connect', false, /ECONNREFUSED/));
  });

  it('refuses a longer answer than allowed, by its first byte too many', async () => {
    const { url } = await serve((response) => response.end('x'.repeat(1_000)));
    expect(await ask(url)).toMatchObject({ ok: true, value: { status: 200 } });
    expect(await ask(url, { maxBytes: 999 })).toMatchObject(failure('too-large', true));
    const { url: endless } = await serve((response) => {
      response.on('drain', () => response.write('y'.repeat(10_000)));
      while (response.write('y'.repeat(10_000)));
    });
    expect(await ask(endless)).toMatchObject(failure('too-large', true));
  });

  it('tells an answer that breaks off from one that is whole', async () => {
    const { url } = await serve((response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half', () => response.destroy());
    });
    expect(await ask(url)).toMatchObject(failure('reset', true, /broke off/));
    const { url: chunked } = await serve((response) => response.write('half', () => response.destroy()));
    expect(await ask(chunked)).toMatchObject(failure('reset', true, /broke off/));
    const { url: silent } = await serve((response) => response.destroy());
    expect(await ask(silent)).toMatchObject(failure('reset', true));
  });

  it('takes an answer whose end is the end of the connection', async () => {
    const words = 'HTTP/1.1 200 OK\r\n\r\nwhole';
    const closing = await listen(createServer((socket) => socket.on('data', () => socket.end(words))));
    running.push(closing);
    expect(await ask(closing.url)).toMatchObject({ ok: true, value: { status: 200, body: 'whole' } });
  });

  it('takes what is no HTTP, endless headers or another protocol for a lost answer', async () => {
    const says = async (words: string) => {
      const other = await listen(createServer((socket) => socket.on('data', () => void socket.write(words))));
      running.push(other);
      return ask(other.url);
    };
    expect(await says('220 mail.example ESMTP\r\n')).toMatchObject(failure('reset', true));
    expect(await says(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(20_000)}`)).toMatchObject(failure('reset', true));
    const switching = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n';
    expect(await says(switching)).toMatchObject(failure('reset', true));
  });

  it('is over at its deadline, whether the other side is silent or drips', async () => {
    const clock = manualClock();
    let written = 0;
    const { url } = await serve((response) => response.write('drip', () => (written += 1)));
    const pending = exchange(asked(url, { timeoutMs: 30_000 }), clock);
    await expect.poll(() => written).toBe(1);
    clock.wind(29_999);
    expect(await Promise.race([pending, Promise.resolve('open')])).toBe('open');
    clock.wind(1);
    expect(await pending).toMatchObject(failure('timeout', true, 'it did not answer within 30000 ms'));
  });

  it('has sent nothing when the deadline passes before it is connected', async () => {
    const clock = manualClock();
    let met: Socket | null = null;
    const mute = await listen(createServer((socket) => (met = socket)));
    running.push(mute);
    const pending = exchange(asked(mute.url.replace('http', 'https')), clock);
    await expect.poll(() => met).not.toBeNull();
    clock.wind(5_000);
    expect(await pending).toMatchObject(failure('timeout', false));
  });

  it('stops when it is cancelled, and knows whether it had sent', async () => {
    const { url, received } = await serve(() => {});
    const early = AbortSignal.abort();
    expect(await ask(url, { signal: early })).toMatchObject(failure('cancelled', false));
    const later = new AbortController();
    const pending = ask(url, { signal: later.signal });
    await expect.poll(() => received.length).toBe(1);
    later.abort();
    expect(await pending).toMatchObject(failure('cancelled', true));
    expect(received).toHaveLength(1);
  });
});

describe('over TLS', () => {
  const identity = { key: server.key, cert: server.cert };

  it('answers with the certificate it was shown', async () => {
    const { url } = await serve(undefined, identity);
    expect(await ask(url)).toEqual({
      ok: true,
      value: {
        status: 200,
        body: 'fine',
        certificate: { fingerprint: server.pin, notBeforeMs: expect.any(Number), notAfterMs: server.notAfterMs },
      },
    });
  });

  it('shows our certificate to a server that asks for one', async () => {
    const names: unknown[] = [];
    const mutual = { ...identity, ca: authority.ca, requestCert: true, rejectUnauthorized: true };
    const started = await serveLoopback((request, response) => {
      names.push(
        (request.socket as unknown as { getPeerCertificate(): { subject: unknown } }).getPeerCertificate().subject,
      );
      response.end('fine');
    }, mutual);
    running.push(started);
    const { cert, key } = client;
    expect(await ask(started.url, { tls: { ca: authority.ca, cert, key } })).toMatchObject({ ok: true });
    expect(names).toEqual([{ CN: 'client' }]);
    expect(await ask(started.url)).toMatchObject({ ok: false });
    expect(names).toHaveLength(1);
  });

  it('writes nothing to a server of another authority, another name, or an expired or future certificate', async () => {
    const dayMs = 86_400_000;
    const now = Date.now();
    const cases = [
      [stranger.issue({ name: 'server', hosts: ['127.0.0.1'] }), /trusted authority/],
      [authority.issue({ name: '127.0.0.1', hosts: ['signer.example'] }), /another host/],
      [authority.issue({ name: '127.0.0.1' }), /another host/],
      [
        authority.issue({ name: 'old', hosts: ['127.0.0.1'], notBeforeMs: now - 9 * dayMs, notAfterMs: now - dayMs }),
        /has expired/,
      ],
      [authority.issue({ name: 'new', hosts: ['127.0.0.1'], notBeforeMs: now + dayMs }), /not valid yet/],
    ] as const;
    for (const [{ cert, key }, why] of cases) {
      const { url, received } = await serve(undefined, { cert, key });
      expect(await ask(url)).toMatchObject(failure('tls', false, why));
      expect(received).toEqual([]);
    }
  });

  it('trusts no authority of the system in place of the given one, nor a switch of the environment', async () => {
    const { url, received } = await serve(undefined, identity);
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      expect(await ask(url, { tls: {} })).toMatchObject(failure('tls', false, /trusted authority/));
      expect(await ask(url, { tls: { ca: stranger.ca } })).toMatchObject(failure('tls', false, /trusted authority/));
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
    expect(received).toEqual([]);
  });

  it('writes nothing before the certificate is one of the pinned ones; two count while one is being replaced', async () => {
    const next = authority.issue({ name: 'next', hosts: ['127.0.0.1'] });
    const { url, received } = await serve(undefined, identity);
    const { url: replaced } = await serve(undefined, { cert: next.cert, key: next.key });
    const pinned = (pins: readonly string[]) => ({ tls: { ca: authority.ca, pins } });
    expect(await ask(url, pinned([next.pin]))).toMatchObject(
      failure('tls', false, 'its certificate is not the pinned one'),
    );
    expect(await ask(url, pinned([]))).toMatchObject(failure('tls', false));
    expect(received).toEqual([]);
    expect(await ask(url, pinned([server.pin]))).toMatchObject({ ok: true });
    expect(await ask(replaced, pinned([server.pin, next.pin]))).toMatchObject({ ok: true });
    expect(await ask(url, pinned([server.pin, next.pin]))).toMatchObject({ ok: true });
    const other = stranger.issue({ name: 'server', hosts: ['127.0.0.1'] });
    const { url: untrusted } = await serve(undefined, { cert: other.cert, key: other.key });
    expect(await ask(untrusted, pinned([other.pin]))).toMatchObject(failure('tls', false, /trusted authority/));
  });

  it('tells what the other side shows once it is trusted and pinned, and of no other', async () => {
    const { url } = await serve(undefined, identity);
    const shown: string[] = [];
    const hearing = (pins: readonly string[]) => ({
      tls: {
        ca: authority.ca,
        pins,
        onServed({ fingerprint, notAfterMs, notBeforeMs }: ServedCertificate): void {
          shown.push(`${fingerprint} ${notBeforeMs < notAfterMs}`);
          expect(notAfterMs).toBe(server.notAfterMs);
        },
      },
    });
    await ask(url, hearing(['00'.repeat(32)]));
    expect(shown).toEqual([]);
    await ask(url, hearing([server.pin]));
    expect(shown).toEqual([`${server.pin} true`]);
  });

  it('does not go below TLS 1.2', async () => {
    const old = { ...identity, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const { url, port, received } = await serve(undefined, old);
    const spoken = await new Promise((resolve, reject) => {
      const socket = connectTls({
        port,
        host: '127.0.0.1',
        ca: authority.ca,
        minVersion: 'TLSv1.1',
        ciphers: old.ciphers,
      });
      socket.on('secureConnect', () => {
        resolve(socket.getProtocol());
        socket.destroy();
      });
      socket.on('error', reject);
    });
    expect(spoken).toBe('TLSv1.1');
    expect(await ask(url)).toMatchObject(failure('tls', false));
    expect(received).toEqual([]);
    const { url: good } = await serve(undefined, { ...identity, maxVersion: 'TLSv1.2' });
    expect(await ask(good)).toMatchObject({ ok: true });
  });

  it('tells a server that speaks no TLS', async () => {
    const { url } = await serve();
    expect(await ask(url.replace('http', 'https'))).toMatchObject(failure('tls', false, /does not speak TLS/));
  });

  it('says of certificates and keys of ours that are none only that', async () => {
    const { url, received } = await serve(undefined, identity);
    const secret = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n';
    for (const tls of [
      { cert: client.cert, key: secret },
      { cert: 'no certificate', key: client.key },
    ]) {
      const answer = await ask(url, { tls: { ca: authority.ca, ...tls } });
      expect(answer).toMatchObject(failure('tls', false, /cannot be read/));
      expect(JSON.stringify(answer)).not.toContain('c2VjcmV0');
    }
    expect(received).toEqual([]);
  });
});

// An independent server: it sends the alert that Node's own server does not. Where the program is not installed there is none.
const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;

describe('a server that wants another client certificate', () => {
  if (!hasOpenssl) return;
  it.each(['-tls1_2', '-tls1_3'])('is said to refuse ours (%s)', async (version) => {
    const free = await listen(createServer());
    await free.close();
    const folder = await mkdtemp(join(tmpdir(), 'portcullis-tls-'));
    await writeFile(`${folder}/server.pem`, server.cert + server.key, { mode: 0o600 });
    await writeFile(`${folder}/ca.pem`, stranger.ca);
    const wants = ['-Verify', '1', '-verify_return_error', '-CAfile', `${folder}/ca.pem`];
    const options = [
      's_server',
      '-accept',
      `127.0.0.1:${free.port}`,
      '-cert',
      `${folder}/server.pem`,
      version,
      ...wants,
      '-www',
    ];
    const openssl = spawn('openssl', options, { stdio: 'ignore' });
    try {
      const tls = { ca: authority.ca, cert: client.cert, key: client.key };
      const url = `https://127.0.0.1:${free.port}`;
      const kinds: string[] = [];
      await expect
        .poll(async () => {
          const answer = await ask(url, { tls });
          kinds.push(answer.ok ? 'answered' : `${answer.error.kind}: ${answer.error.why}`);
          return kinds.at(-1);
        })
        .toBe('tls: it does not accept our certificate');
      expect(kinds.slice(0, -1).every((kind) => kind.startsWith('connect'))).toBe(true);
    } finally {
      openssl.kill();
      await rm(folder, { recursive: true });
    }
  });
});
