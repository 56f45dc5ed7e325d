import type { IncomingMessage, RequestListener } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { type ControlAnswer, failureAnswer } from './answers.ts';
import type { Party } from './party.ts';
import { fingerprint } from './peer-connection.ts';
import { SessionFailure } from './protocol/channel.ts';

/** Answers a party's calls over HTTP as JSON; `operatorPins` null lets anyone in, as the older service did. */
export function controlPlane(calls: Party, operatorPins: readonly string[] | null): RequestListener {
  return (request, response) => {
    void answer(calls, operatorPins, request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  };
}

async function answer(
  calls: Party,
  operatorPins: readonly string[] | null,
  request: IncomingMessage,
): Promise<ControlAnswer> {
  let requestId: string | null = null;
  try {
    if (operatorPins !== null && !operatorPins.includes(fingerprint(request.socket as TLSSocket))) {
      throw new SessionFailure('client_not_allowed', 'this certificate may not ask');
    }
    const call = calls[`${request.method} ${request.url}`];
    if (call === undefined) throw new SessionFailure('not_found', 'no such call');
    const body = request.method === 'POST' ? readObject(await readBody(request)) : {};
    const id = body.session_id ?? body.request_id;
    if (typeof id === 'string') requestId = id;
    return await call(body);
  } catch (thrown) {
    return failureAnswer(thrown, requestId);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = part as Buffer;
    length += bytes.length;
    if (length > 65_536) throw new SessionFailure('bad_json', 'too long');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Said below, with every other text that is no object.
  }
  throw new SessionFailure('bad_json', 'not an object');
}
