import type { ExchangeAnswer, ExchangeRequest } from './exchange-server.ts';

/**
 * What can go wrong with one request. 'before' never reaches the exchange; 'after' was taken by it, and only its answer is spoilt.
 * 'delivered twice' lets the exchange see the same request twice and tells the second answer; 'late' keeps it back until
 * `deliverLate`, its answer is lost. 'missing echo' leaves the client order id out of the answer, 'foreign echo' tells another's.
 */
export const exchangeFaults = [
  'none',
  'hang before',
  'hang after',
  'reset before',
  'reset after',
  'cut off after',
  'truncated after',
  'page with 200 before',
  'page with 200 after',
  'empty answer before',
  'empty answer after',
  '429 before',
  '418 before',
  '500 before',
  '503 before',
  '503 after',
  'delivered twice',
  'missing echo after',
  'foreign echo after',
  'redirect before',
  'late',
] as const;
/** One of them by name, or an answer of the test's own in place of the exchange's, which is not asked. */
export type ExchangeFault = (typeof exchangeFaults)[number] | ExchangeAnswer;

/** How an answer leaves: whole, broken off in its middle, or not at all with the connection hanging or reset. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: ExchangeAnswer }
  | { readonly kind: 'cut off'; readonly answer: ExchangeAnswer }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' };

/** Which requests meet which faults. */
export interface FaultLayer {
  /** The faults that the next requests (of those that `where` names) meet, one each, before any drawn. */
  meet(faults: readonly ExchangeFault[], where?: (request: ExchangeRequest) => boolean): void;
  /** The fault of every request that no planned one met. */
  draw(choose: (request: ExchangeRequest) => ExchangeFault): void;
  /** No more faults; what was kept back is forgotten. */
  clear(): void;
  /** Lets the exchange have every request that was kept back; answers how many. */
  deliverLate(): Promise<number>;
}

/** The fault layer and the way through it. */
export interface Faults extends FaultLayer {
  pick(request: ExchangeRequest): ExchangeFault;
  under(fault: ExchangeFault, ask: () => Promise<ExchangeAnswer>): Promise<Outcome>;
}

/** A page of a proxy or a captive portal. */
const page = (status: number): ExchangeAnswer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<html><body>please wait</body></html>',
});

/** Faults around an exchange. `echoKeys` are the JSON keys under which its answers repeat a client order id. */
export function createFaults(echoKeys: readonly string[], rateLimited: (status: 429 | 418) => ExchangeAnswer): Faults {
  let planned: { readonly fault: ExchangeFault; readonly where: (request: ExchangeRequest) => boolean }[] = [];
  let choose: (request: ExchangeRequest) => ExchangeFault = () => 'none';
  let late: (() => Promise<ExchangeAnswer>)[] = [];
  const answer = (given: ExchangeAnswer): Outcome => ({ kind: 'answer', answer: given });

  return {
    meet(faults, where = () => true) {
      planned.push(...faults.map((fault) => ({ fault, where })));
    },
    draw(next) {
      choose = next;
    },
    clear() {
      planned = [];
      late = [];
      choose = () => 'none';
    },
    async deliverLate() {
      const waiting = late;
      late = [];
      for (const ask of waiting) await ask();
      return waiting.length;
    },
    pick(request) {
      const index = planned.findIndex(({ where }) => where(request));
      return index < 0 ? choose(request) : (planned.splice(index, 1)[0]?.fault ?? 'none');
    },
    async under(fault, ask) {
      if (typeof fault !== 'string') return answer(fault);
      switch (fault) {
        case 'none':
          return answer(await ask());
        case 'hang before':
          return { kind: 'hang' };
        case 'hang after':
          await ask();
          return { kind: 'hang' };
        case 'reset before':
          return { kind: 'reset' };
        case 'reset after':
          await ask();
          return { kind: 'reset' };
        case 'cut off after':
          return { kind: 'cut off', answer: await ask() };
        case 'truncated after':
          return answer(truncated(await ask()));
        case 'page with 200 before':
          return answer(page(200));
        case 'page with 200 after':
          await ask();
          return answer(page(200));
        case 'empty answer before':
          return answer({ status: 200, body: {} });
        case 'empty answer after':
          await ask();
          return answer({ status: 200, body: {} });
        case '429 before':
          return answer(rateLimited(429));
        case '418 before':
          return answer(rateLimited(418));
        case '500 before':
          return answer(page(500));
        case '503 before':
          return answer(page(503));
        case '503 after':
          await ask();
          return answer(page(503));
        case 'delivered twice':
          await ask();
          return answer(await ask());
        case 'missing echo after':
          return answer(withEcho(await ask(), echoKeys, undefined));
        case 'foreign echo after':
          return answer(withEcho(await ask(), echoKeys, 'somebody-elses-1'));
        case 'redirect before':
          return answer({ status: 302, headers: { location: 'https://127.0.0.1:1/' }, body: '' });
        case 'late':
          late.push(ask);
          return { kind: 'hang' };
      }
    },
  };
}

function truncated(answer: ExchangeAnswer): ExchangeAnswer {
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  return { ...answer, body: text.slice(0, -Math.ceil(text.length / 3)) };
}

function withEcho(answer: ExchangeAnswer, keys: readonly string[], echo: string | undefined): ExchangeAnswer {
  const text = JSON.stringify(answer.body, (key: string, value: unknown) => (keys.includes(key) ? echo : value));
  return { ...answer, body: text };
}
