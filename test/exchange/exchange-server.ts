import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { type TestAuthority, testAuthority } from '../tls/certificates.ts';
import { serveLoopback } from '../tls/loopback-server.ts';
import { createFaults, type FaultLayer, type Outcome } from './exchange-faults.ts';

/** A request as an exchange sees it. */
export interface ExchangeRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** As it was sent, without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The exchange's own clock. */
  readonly nowMs: number;
}

/** What an exchange answers: JSON of `body`, or the text itself. */
export interface ExchangeAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An exchange, without its network. */
export interface Exchange {
  /** The origins that it stands for, as 'https://api.example.com'. */
  readonly origins: readonly string[];
  handle(request: ExchangeRequest): ExchangeAnswer | Promise<ExchangeAnswer>;
  /** Whether a request could change something; any but GET where it is not said. */
  readonly isMutating?: (request: ExchangeRequest) => boolean;
  /** The JSON keys under which its answers repeat a client order id. */
  readonly echoKeys?: readonly string[];
  /** How it says that there were too many requests; JSON `{}` with Retry-After where it is not said. */
  readonly rateLimited?: (status: 429 | 418) => ExchangeAnswer;
}

/** A request that reached the server, whatever became of it. */
export interface Logged extends ExchangeRequest {
  readonly isMutating: boolean;
}

/** An exchange over HTTPS on 127.0.0.1. */
export interface ExchangeServer {
  readonly origins: readonly string[];
  /** `https://127.0.0.1:<port>`: what stands in for the exchange. Its certificate stands for that address and the origins' names. */
  readonly url: string;
  readonly port: number;
  /** The authority to trust, PEM. */
  readonly ca: string;
  readonly faults: FaultLayer;
  /** Every request since the start or the last `forget`. */
  requests(): readonly Logged[];
  /** How many requests of this method and path there were. */
  count(method: string, path: string): number;
  /** How many requests could have changed something. */
  mutating(): number;
  forget(): void;
  /** Puts the exchange's clock off the test's. */
  skew(ms: number): void;
  /** Keeps every answer back so long, half of it before the exchange looks at its clock: no skew comes of it. */
  slow(ms: number): void;
  /** What `handle` threw: a mistake of the test's own. */
  problems(): readonly unknown[];
  close(): Promise<void>;
}

/** How to serve one. */
export interface ServeOptions {
  /** The exchange's clock before any skew; the machine's where it is not given. */
  readonly nowMs?: () => number;
  /** To let several servers be trusted by one certificate. */
  readonly authority?: TestAuthority;
}

/** Serves an exchange over real HTTPS, with every fault of `exchange-faults.ts` to be had. */
export async function serveExchange(
  exchange: Exchange,
  { nowMs = Date.now, authority = testAuthority() }: ServeOptions = {},
): Promise<ExchangeServer> {
  const log: Logged[] = [];
  const problems: unknown[] = [];
  let skewMs = 0;
  let slowMs = 0;
  const faults = createFaults(exchange.echoKeys ?? [], exchange.rateLimited ?? rateLimited);
  const isMutating = exchange.isMutating ?? (({ method }) => method !== 'GET');

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '', query = ''] = (message.url ?? '').split('?', 2);
    const request: ExchangeRequest = {
      method: message.method ?? '',
      path,
      query,
      headers: message.headers,
      body: await bodyOf(message),
      nowMs: Math.trunc(nowMs() + skewMs),
    };
    log.push({ ...request, isMutating: isMutating(request) });
    const ask = async (): Promise<ExchangeAnswer> => {
      const halfMs = slowMs / 2;
      try {
        if (halfMs > 0) await setTimeout(halfMs);
        const answer = await exchange.handle({ ...request, nowMs: Math.trunc(nowMs() + skewMs) });
        if (halfMs > 0) await setTimeout(halfMs);
        return answer;
      } catch (cause) {
        problems.push(cause);
        return { status: 500, body: 'the test exchange threw' };
      }
    };
    send(response, await faults.under(faults.pick(request), ask));
  }

  const hosts = ['127.0.0.1', 'localhost', ...exchange.origins.map((origin) => new URL(origin).hostname)];
  const { cert, key } = authority.issue({ name: 'Exchange under test', hosts: [...new Set(hosts)] });
  const server = await serveLoopback((message, response) => void serve(message, response), { cert, key });
  return {
    origins: exchange.origins,
    url: server.url,
    port: server.port,
    ca: authority.ca,
    faults,
    requests: () => log,
    count: (method, path) => log.filter((one) => one.method === method && one.path === path).length,
    mutating: () => log.filter((one) => one.isMutating).length,
    forget: () => void log.splice(0),
    skew(ms) {
      skewMs = ms;
    },
    slow(ms) {
      slowMs = ms;
    },
    problems: () => problems,
    close: () => server.close(),
  };
}

function rateLimited(status: 429 | 418): ExchangeAnswer {
  return { status, headers: { 'retry-after': '2' }, body: {} };
}

function send(response: ServerResponse, outcome: Outcome): void {
  if (outcome.kind === 'hang') return;
  if (outcome.kind === 'reset') return void response.socket?.destroy();
  const { status, body, headers = {} } = outcome.answer;
  const text = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length, ...headers });
  if (outcome.kind === 'answer') return void response.end(text);
  response.write(text.subarray(0, Math.floor(text.length / 2)), () => response.socket?.destroy());
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
