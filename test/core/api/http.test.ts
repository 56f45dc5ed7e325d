import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpDeps, type HttpServer, serveHttp } from '../../../core/api/http.ts';
import { createMetrics } from '../../../core/api/metrics/metrics.ts';
import { systemClock } from '../../../core/node-ports.ts';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';

let console_: TemporaryCore | null = null;
let server: HttpServer | null = null;
afterEach(async () => {
  await server?.close();
  await console_?.remove();
  server = null;
  console_ = null;
});

const refusals: string[] = [];
const depsOf = ({ core }: TemporaryCore): HttpDeps => ({
  status: core.status,
  metrics: createMetrics(),
  nowMs: systemClock.monotonicMs,
  halt: {
    tokens: () => ['ab'.repeat(32)],
    halt: (reason) => core.haltNow('http', reason),
    refused: () => void refusals.push('refused'),
  },
});

async function serve(): Promise<HttpServer> {
  console_ = await temporaryCore();
  const served = await serveHttp(depsOf(console_), { port: 0 });
  if (!served.ok) throw new Error(served.error.code);
  server = served.value;
  return served.value;
}

/** A request as a browser or a script would send it, with whatever headers. */
function ask(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string>; host?: string } = {},
) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const sent = request(
      {
        host: options.host ?? '127.0.0.1',
        port,
        path,
        method: options.method ?? 'GET',
        headers: options.headers ?? {},
      },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => {
          body += part;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

describe('the local API', () => {
  it('tells health by the names that scripts read', async () => {
    const { port } = await serve();
    const { status, body } = await ask(port, '/api/health');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      status: 'ok',
      mode: 'paper',
      version: '0.1.0',
      trading_halted: false,
      live_enabled: false,
    });
    expect(Date.parse((JSON.parse(body) as { timestamp: string }).timestamp)).toBeGreaterThan(0);
    await console_?.get('halt.engage', { reason: 'a test' });
    expect(JSON.parse((await ask(port, '/api/health')).body)).toMatchObject({
      trading_halted: true,
      halt_state: 'halted',
    });
  });

  it('gives metrics as JSON, and as Prometheus text when that is asked for', async () => {
    const { port } = await serve();
    expect(JSON.parse((await ask(port, '/api/metrics')).body)).toMatchObject({
      counters: { orders_submitted_total: 0 },
      timers: {},
      gauges: { trading_halted: 0 },
    });
    const text = await ask(port, '/api/metrics', { headers: { accept: 'text/plain' } });
    expect(text.headers['content-type']).toContain('text/plain');
    expect(text.body).toMatch(
      /^# HELP portcullis_orders_submitted_total .+\n# TYPE portcullis_orders_submitted_total counter$/m,
    );
    expect(text.body).toMatch(/^portcullis_trading_halted 0$/m);
  });

  it('shows a person a page without scripts', async () => {
    const { port } = await serve();
    const page = await ask(port, '/');
    expect(page.body).toContain('Portcullis is running');
    expect(page.body).not.toContain('<script');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it.each([
    ['another name in the Host header', { headers: { host: 'evil.example' } }, 421],
    ['this machine with another port in the Host header', { headers: { host: 'localhost:1' } }, 421],
    ['a POST', { method: 'POST' }, 405],
    [
      'a preflight of another origin',
      { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' } },
      405,
    ],
  ])('refuses %s', async (_title, options, status) => {
    const { port } = await serve();
    const answer = await ask(port, '/api/health', options);
    expect(answer.status).toBe(status);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('names a port that is taken', async () => {
    const { port } = await serve();
    const second = await serveHttp(depsOf(console_ ?? expect.fail('no core')), { port });
    expect(second).toMatchObject({
      ok: false,
      error: { code: 'already-running', what: expect.stringContaining(String(port)) },
    });
  });
});
