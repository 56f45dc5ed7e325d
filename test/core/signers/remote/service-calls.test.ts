import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createServiceCalls } from '../../../../core/signers/remote/service-calls.ts';
import { manualClock } from '../../../manual-clock.ts';
import { endsWithTest, never, remoteOptions } from '../../../signer/remote-kit.ts';
import { listen } from '../../../tls/loopback-server.ts';
import { serveRecording } from '../../../tls/recording-server.ts';

type Answer = (response: ServerResponse) => void;

/** A service that gives these answers in turn, the last one again and again. */
async function service(...answers: readonly [Answer, ...Answer[]]) {
  let given = 0;
  const server = await endsWithTest(
    serveRecording((response) => {
      const answer = answers[Math.min(given, answers.length - 1)];
      given += 1;
      answer?.(response);
    }),
  );
  return { ...server, calls: createServiceCalls({ ...remoteOptions(server.url), url: server.url }) };
}

const bare =
  (status: number): Answer =>
  (response) =>
    response.writeHead(status).end();
const worded =
  (status: number): Answer =>
  (response) =>
    response.writeHead(status).end('words');

describe('a call', () => {
  it('is made again with the same bytes when a gateway answered 502, 503 or 504 without a word', async () => {
    for (const status of [502, 503, 504]) {
      const { calls, received } = await service(bare(status), bare(status), worded(200));
      expect(await calls.post('/sign', '{"a":1}', never())).toMatchObject({
        ok: true,
        value: { status: 200, body: 'words', afterDoubt: true },
      });
      expect(received.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}', '{"a":1}']);
      expect(new Set(received.map(({ headers }) => JSON.stringify(headers))).size).toBe(1);
    }
  });

  it('is made again as often as it may be, and no more', async () => {
    const { calls, received } = await service(bare(503));
    expect(await calls.post('/sign', '{}', never())).toMatchObject({ ok: true, value: { status: 503 } });
    expect(received).toHaveLength(4);
  });

  it('is not made again after any other answer', async () => {
    for (const answer of [worded(502), worded(503), worded(504), bare(500), worded(500), bare(200), bare(429)]) {
      const { calls, received } = await service(answer);
      expect(await calls.post('/sign', '{}', never())).toMatchObject({ ok: true, value: { afterDoubt: false } });
      expect(received).toHaveLength(1);
    }
  });

  it('is not made again after the connection broke or time ran out', async () => {
    const broken = await service((response) => response.destroy());
    expect(await broken.calls.post('/sign', '{}', never())).toMatchObject({
      ok: false,
      error: { kind: 'reset', mayHaveActed: true },
    });
    expect(broken.received).toHaveLength(1);

    const clock = manualClock();
    const slow = await service(() => {});
    const calls = createServiceCalls({ ...remoteOptions(slow.url), url: slow.url, clock });
    const pending = calls.post('/sign', '{}', never());
    await expect.poll(() => slow.received.length).toBe(1);
    clock.wind(10_000);
    expect(await pending).toMatchObject({ ok: false, error: { kind: 'timeout', mayHaveActed: true } });
    clock.wind(60_000);
    expect(slow.received).toHaveLength(1);
  });

  it('is made again when nobody listens, and then surely nothing was done', async () => {
    const gone = await listen(createServer());
    await gone.close();
    const tried: unknown[] = [];
    const log = { info() {}, warn: (_text: string, facts?: unknown) => void tried.push(facts), error() {} };
    const calls = createServiceCalls({ ...remoteOptions(gone.url), url: gone.url, log });
    expect(await calls.post('/sign', '{"secret":1}', never())).toMatchObject({
      ok: false,
      error: { kind: 'connect', sent: false, mayHaveActed: false },
    });
    expect(tried).toEqual([1, 2, 3].map((count) => ({ path: '/sign', tried: count })));
  });

  it('may have been acted on when a gateway took it before nobody listened', async () => {
    const { calls, close, received } = await service((response) => {
      response.writeHead(502).end();
      response.socket?.on('close', () => void close());
    });
    const answer = await calls.post('/sign', '{}', never());
    expect(received).toHaveLength(1);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'connect', mayHaveActed: true } });
  });

  it('stops trying when it is cancelled', async () => {
    const stop = new AbortController();
    const { calls, received } = await service((response) => {
      response.writeHead(503).end();
      stop.abort();
    });
    expect(await calls.post('/sign', '{}', stop.signal)).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
    expect(received).toHaveLength(1);
  });

  it('carries the token where there is one, and puts its path behind that of the address', async () => {
    const { received, url } = await service(worded(200));
    const calls = createServiceCalls({ ...remoteOptions(url), url: `${url}/behind/`, token: 'a'.repeat(32) });
    await calls.get('/address', never());
    await createServiceCalls({ ...remoteOptions(url), url }).get('/address', never());
    expect(received.map(({ path }) => path)).toEqual(['/behind/address', '/address']);
    expect(received.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${'a'.repeat(32)}`, undefined]);
  });
});
