import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { serveLoopback } from '../tls/loopback-server.ts';
import { askParty } from './ask-party.ts';
import type { PartyConfig } from './party-config.ts';
import type { TwoPartySigner } from './start.ts';

/** A call as a party gets it: a method and a path. */
export interface PartyCall {
  readonly party: 0 | 1;
  readonly call: string;
}

/**
 * What stands before the two parties with their own certificates: each call is written down and passed on, and an answer can be kept back
 * once the party has given it, which is how a client that ends meanwhile never hears of what was done.
 */
export interface PartyRelays {
  /** Control planes in place of those of party 0 and party 1. */
  readonly urls: readonly [string, string];
  /** Every call that a party was passed, oldest first. */
  calls(): readonly PartyCall[];
  /** Keeps back the answer to the next such call, before which `first` is done; whether the party has answered it. */
  holdBack(what: PartyCall, first?: () => Promise<void>): () => boolean;
  /** Keeps nothing back any more. */
  letGo(): void;
  close(): Promise<void>;
}

/** Relays before the parties whose files lie in `folder`; whoever asks is let in by the same authority as at the parties. */
export async function relayParties(folder: string, parties: TwoPartySigner): Promise<PartyRelays> {
  const calls: PartyCall[] = [];
  let held: { readonly what: PartyCall; readonly first: () => Promise<void>; isAnswered: boolean } | null = null;

  async function pass(party: 0 | 1, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = `${request.method} ${request.url}`;
    const text: Buffer[] = [];
    for await (const part of request) text.push(part as Buffer);
    const hold = held?.what.party === party && held.what.call === call ? held : null;
    if (hold !== null) held = null;
    await hold?.first();
    calls.push({ party, call });
    const body = JSON.parse(Buffer.concat(text).toString('utf8') || '{}') as Readonly<Record<string, unknown>>;
    const answer = await askParty(parties.urls[party], parties.tls[party], call, body);
    if (hold !== null) hold.isAnswered = true;
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  }

  const relay = (party: 0 | 1) => {
    const config = readFileSync(join(folder, `party-${party}`, 'config.json'), 'utf8');
    const { ca, cert, key } = JSON.parse(config) as PartyConfig;
    const tls = { ca, cert, key, requestCert: true, rejectUnauthorized: true } as const;
    return serveLoopback((request, response) => {
      // A party that does not answer gives no answer here either.
      pass(party, request, response).catch(() => response.destroy());
    }, tls);
  };
  const [first, second] = [await relay(0), await relay(1)];

  return {
    urls: [first.url, second.url],
    calls: () => calls,
    holdBack(what, before = async () => undefined) {
      const hold = { what, first: before, isAnswered: false };
      held = hold;
      return () => hold.isAnswered;
    },
    letGo() {
      held = null;
    },
    async close() {
      await Promise.all([first.close(), second.close()]);
    },
  };
}
