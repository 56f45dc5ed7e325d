import type { Fetch } from '../../../core/ports.ts';
import { html, json } from './scripted-venue.ts';

/** What can go wrong with one request. 'before' never reaches the venue; 'after' does, and only its answer is spoilt. */
export const faults = [
  'none',
  'refused connection',
  'hang before',
  'hang after',
  'reset before',
  'reset after',
  'truncated after',
  'page with 200 before',
  'page with 200 after',
  'empty answer after',
  '429 before',
  '418 before',
  '500 before',
  '503 after',
  'duplicate, first answer',
  'duplicate, second answer',
  'late',
] as const;
export type Fault = (typeof faults)[number];

/** A transport to a venue on which every request may meet a fault. */
export interface FaultyTransport {
  readonly transport: Fetch;
  /** The faults that the next requests meet, one each; after them there are none. */
  meet(faults: readonly Fault[]): void;
  /** Delivers every request that was held back; their answers are lost. */
  deliverLate(): Promise<void>;
  /** How often the client let out a request of this method that names this client id. */
  sent(method: string, clientOrderId: string): number;
}

/** Wraps a venue. */
export function faultyTransport(venue: Fetch): FaultyTransport {
  let coming: Fault[] = [];
  let late: (() => Promise<unknown>)[] = [];
  const sent: string[] = [];
  const reset = (): Promise<never> =>
    Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) }));
  const silence = (): Promise<never> => new Promise(() => undefined);

  async function duplicate(send: () => Promise<Response>): Promise<readonly [Response, Response]> {
    const first = await send();
    return [first, await send()];
  }

  async function under(fault: Fault, send: () => Promise<Response>): Promise<Response> {
    switch (fault) {
      case 'none':
        return send();
      case 'refused connection':
        throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) });
      case 'hang before':
        return silence();
      case 'hang after':
        await send();
        return silence();
      case 'reset before':
        return reset();
      case 'reset after':
        await send();
        return reset();
      case 'truncated after':
        return new Response((await (await send()).text()).slice(0, -7));
      case 'page with 200 before':
        return html(200);
      case 'page with 200 after':
        await send();
        return html(200);
      case 'empty answer after':
        await send();
        return json(200, {});
      case '429 before':
        return json(429, { code: -1003, msg: 'Too many requests.' }, { 'retry-after': '2' });
      case '418 before':
        return json(418, { code: -1003, msg: 'Way too many requests; IP banned.' }, { 'retry-after': '120' });
      case '500 before':
        return json(500, { code: -1000, msg: 'An unknown error occurred while processing the request.' });
      case '503 after':
        await send();
        return html(503);
      case 'duplicate, first answer':
        return (await duplicate(send))[0];
      case 'duplicate, second answer':
        return (await duplicate(send))[1];
      case 'late':
        late.push(send);
        return silence();
    }
  }

  return {
    transport: (url, init) => {
      const text = `${new URL(url).search}&${typeof init?.body === 'string' ? init.body : ''}`;
      sent.push(`${init?.method ?? 'GET'} ${new URLSearchParams(text).get('newClientOrderId')}`);
      return under(coming.shift() ?? 'none', () => venue(url, init));
    },
    meet(next) {
      coming = [...next];
    },
    async deliverLate() {
      const waiting = late;
      late = [];
      for (const send of waiting) await send();
    },
    sent: (method, clientOrderId) => sent.filter((one) => one === `${method} ${clientOrderId}`).length,
  };
}
