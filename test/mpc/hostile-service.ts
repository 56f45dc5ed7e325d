import type { IncomingMessage, ServerResponse } from 'node:http';
import { SigningKey, Wallet } from 'ethers';
import { type LoopbackServer, serveLoopback } from '../tls/loopback-server.ts';

/** Published development key of anvil and hardhat; never for funds. */
const key = new SigningKey('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const otherKey = new SigningKey('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d');
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** The address a hostile service says it signs for. */
export const hostileAddress = new Wallet(key).address;
const otherAddress = new Wallet(otherKey).address;

/** What one request is answered with: a status and a body, or something done to the connection. */
export type Reply =
  | { readonly status: number; readonly body: unknown }
  | { readonly status: number; readonly text: string }
  | 'hang'
  | 'reset'
  | 'break-off'
  | 'endless';

/** A request as it came. */
export interface Heard {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Answers one request, at once or later; `asked` counts the requests of that path, from 1. */
export type Answerer = (heard: Heard, asked: number) => Reply | Promise<Reply>;

/** A service whose every path can be made to answer wrongly; the others answer rightly with one whole key. Never for funds. */
export interface HostileService extends LoopbackServer {
  readonly heard: readonly Heard[];
}

/** How a service speaks where it is not told to answer wrongly. */
export type HostileDialect = 'legacy' | 'mpc-2p/1';

/** Starts one; `wrong` is by path. */
export async function startHostileService(
  dialect: HostileDialect,
  wrong: Readonly<Record<string, Answerer>>,
): Promise<HostileService> {
  const heard: Heard[] = [];
  const server = await serveLoopback((request, response) => {
    void readBody(request).then(async (body) => {
      const path = request.url ?? '';
      heard.push({ path, body });
      const asked = heard.filter((each) => each.path === path).length;
      const reply = await wrong[path]?.({ path, body }, asked);
      send(request, response, reply ?? right(dialect, path, body));
    });
  });
  return { ...server, heard };
}

function right(dialect: HostileDialect, path: string, body: Heard['body']): Reply {
  const isModern = dialect === 'mpc-2p/1';
  if (path === '/v1/info' && isModern) {
    const features = ['refresh', 'attest', 'backup'];
    return fine({ protocol: 'mpc-2p/1', engine: 'hostile', party: 0, features, limits: { request_bytes: 65_536 } });
  }
  if (path === '/v1/status' && isModern) return fine(standing());
  if (path === '/health' && !isModern) return fine(health());
  if (path === '/address') return fine(said(dialect, 0));
  if (path === '/sign_digest') return signed(dialect, rightDer(body));
  return { status: 404, text: '404 page not found' };
}

/** Status 200 with a body. */
export function fine(body: unknown): Reply {
  return { status: 200, body };
}

/** An error as both dialects tell it. */
export function refusal(status: number, error: string, detail = ''): Reply {
  return { status, body: { ok: false, error, detail, retryable: false, request_id: null } };
}

/** `GET /v1/status`, with a change. */
export function standing(change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    party: 0,
    state: 'ready',
    address: hostileAddress,
    epoch: 0,
    pending_epoch: null,
    peer: { reachable: true, epoch: 0, last_seen: null },
    cert_not_after: '2030-01-01T00:00:00.000Z',
    ...change,
  };
}

/** `GET /health`, with a change in its status. */
export function health(change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    ok: true,
    status: { role_index: 0, messenger_ready: true, key_share_loaded: true, last_error: '', ...change },
  };
}

/** `GET /address`. */
export function said(
  dialect: HostileDialect,
  epoch: number,
  address = hostileAddress,
  publicKey = key.publicKey,
): Readonly<Record<string, unknown>> {
  const body = { address, public_key_uncompressed_hex: publicKey.slice(2) };
  return dialect === 'legacy' ? body : { ...body, epoch };
}

/** `POST /sign_digest`. */
export function signed(dialect: HostileDialect, der: string, change: Readonly<Record<string, unknown>> = {}): Reply {
  const modern = dialect === 'legacy' ? {} : { epoch: 0, address: hostileAddress };
  return fine({ ok: true, signature_der_hex: der, ...modern, ...change });
}

/** The right signature over what was asked. */
export function rightDer({ digest_hex: digest }: Heard['body']): string {
  const { r, s } = key.sign(String(digest));
  return `0x${der(r.slice(2), s.slice(2))}`;
}

function der(r: string, s: string): string {
  const integer = (digits: string): string => {
    const short = digits.replace(/^(00)+(?=..)/, '');
    const whole = short >= '8' ? `00${short}` : short;
    return `02${byte(whole.length / 2)}${whole}`;
  };
  const both = integer(r) + integer(s);
  return `30${byte(both.length / 2)}${both}`;
}

const byte = (value: number): string => value.toString(16).padStart(2, '0');
const scalar = (value: bigint): string => value.toString(16).padStart(64, '0');

/** Wrong signatures over the digest that was asked for, each in one way. */
export const wrongSignatures: Readonly<Record<string, (body: Heard['body']) => string>> = {
  'by another key': ({ digest_hex: digest }) => {
    const { r, s } = otherKey.sign(String(digest));
    return der(r.slice(2), s.slice(2));
  },
  'over another digest': () => {
    const { r, s } = key.sign(`0x${'ab'.repeat(32)}`);
    return der(r.slice(2), s.slice(2));
  },
  'with r and s exchanged': ({ digest_hex: digest }) => {
    const { r, s } = key.sign(String(digest));
    return der(s.slice(2), r.slice(2));
  },
  'with r of zero': ({ digest_hex: digest }) => der('00', key.sign(String(digest)).s.slice(2)),
  'with s of zero': ({ digest_hex: digest }) => der(key.sign(String(digest)).r.slice(2), '00'),
  'with r of the order': ({ digest_hex: digest }) => der(scalar(order), key.sign(String(digest)).s.slice(2)),
  'with s of the order': ({ digest_hex: digest }) => der(key.sign(String(digest)).r.slice(2), scalar(order)),
  'with bytes after it': (body) => `${rightDer(body)}00`,
  'cut short': (body) => rightDer(body).slice(0, -2),
  'with a needless zero in front of r': (body) => {
    const plain = rightDer(body).slice(2);
    const length = Number.parseInt(plain.slice(6, 8), 16);
    const total = Number.parseInt(plain.slice(2, 4), 16);
    return `30${byte(total + 1)}02${byte(length + 1)}00${plain.slice(8)}`;
  },
  'with a negative r': () => '3006020180020101',
  'with a long length': (body) => `3081${rightDer(body).slice(4)}`,
  'as 64 plain bytes': ({ digest_hex: digest }) => {
    const { r, s } = key.sign(String(digest));
    return r + s.slice(2);
  },
  'as no hexadecimal': () => 'signature',
  'of nothing': () => '',
};

/** Addresses a service may say that are not the pinned one, each in one way. */
export const wrongAddresses: Readonly<Record<string, (dialect: HostileDialect) => unknown>> = {
  'another address with its own key': (dialect) => said(dialect, 0, otherAddress, otherKey.publicKey),
  'the pinned address with another key': (dialect) => said(dialect, 0, hostileAddress, otherKey.publicKey),
  'the pinned address with a key that is no point': (dialect) =>
    said(dialect, 0, hostileAddress, `0x04${'11'.repeat(64)}`),
  'an address with a wrong checksum': (dialect) => said(dialect, 0, hostileAddress.replace('f39F', 'F39f')),
};

function send(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return;
  if (reply === 'reset') return void request.socket.destroy();
  if (reply === 'break-off') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
    response.write('{"ok":true,"signature_der_hex":"0x30');
    setImmediate(() => request.socket.destroy());
    return;
  }
  if (reply === 'endless') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(`{"ok":true,"signature_der_hex":"${'0'.repeat(100_000)}"}`);
    return;
  }
  const text = 'text' in reply ? reply.text : JSON.stringify(reply.body);
  response.writeHead(reply.status, { 'content-type': 'application/json' }).end(text);
}

async function readBody(request: IncomingMessage): Promise<Heard['body']> {
  let text = '';
  for await (const part of request) text += String(part);
  return text === '' ? {} : (JSON.parse(text) as Heard['body']);
}
