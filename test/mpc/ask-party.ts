import { systemClock } from '../../core/node-ports.ts';
import { exchange, type TlsIdentity } from '../../core/signers/http-exchange.ts';
import type { ControlAnswer } from './answers.ts';

/** Asks a party as its operator does; `call` is a method and a path. Throws when there is no answer. */
export async function askParty(
  url: string,
  tls: TlsIdentity,
  call: string,
  body: Readonly<Record<string, unknown>> = {},
): Promise<ControlAnswer> {
  const [method, path] = call.split(' ');
  const answer = await exchange(
    {
      method: method === 'GET' ? 'GET' : 'POST',
      url: `${url}${path}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      tls,
      timeoutMs: 60_000,
      maxBytes: 65_536,
      signal: new AbortController().signal,
    },
    systemClock,
  );
  if (!answer.ok) throw new Error(`${call}: ${answer.error.kind}, ${answer.error.why}`);
  return { status: answer.value.status, body: JSON.parse(answer.value.body) as ControlAnswer['body'] };
}
