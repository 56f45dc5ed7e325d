import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Handlers } from '../../../core/contract/methods.ts';
import type { PolicyDocument } from '../../../core/contract/shapes.ts';
import type { Announcement } from '../../../core/contract/topics.ts';
import type { ExchangeKey } from '../../../core/custody/exchange-keys.ts';
import type { ExchangeName } from '../../../core/domain/exchanges.ts';
import { decimal } from '../../../core/domain/money.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import type { PassportWord } from '../../../core/exchanges/exchange-mode.ts';
import { openExchanges } from '../../../core/exchanges/exchanges.ts';
import { openFoundations } from '../../../core/foundations.ts';
import { orderHandlers } from '../../../core/handlers/order-handlers.ts';
import type { HandlerParts } from '../../../core/handlers/parts.ts';
import { venueHandlers } from '../../../core/handlers/venue-handlers.ts';
import { systemClock, systemIds } from '../../../core/node-ports.ts';
import { openTrading } from '../../../core/open-trading.ts';
import type { Fetch, Ports } from '../../../core/ports.ts';
import { systemSignerPorts } from '../../../core/signer-ports.ts';
import { createStandingPolicy } from '../../../core/standing-policy.ts';
import { createApprovals } from '../../../core/trading/approvals.ts';
import { createRecord } from '../../../core/trading/record.ts';

/** What a person set who trades live on Binance: the exchange, the kind of market and the quote asset are named. */
export const livePolicy: PolicyDocument = {
  version: 1,
  allowExchanges: ['practice', 'binance'],
  allowMarketTypes: ['spot'],
  maxOrderNotional: { USDT: decimal('2000') },
  maxDayNotional: { USDT: decimal('5000') },
};

/** A key of an exchange, as custody would give it. */
export const keyOf = (exchange: ExchangeName, apiKey: string, secret: string): ExchangeKey => ({
  credentialId: `of-${apiKey}`,
  exchange,
  source: 'vault',
  apiKey,
  secret,
  password: null,
});

/** What a test may say beforehand. */
export interface WorldOptions {
  /** Where everything is kept; one of its own where it is not given, which is removed at the end. */
  readonly root?: string;
  readonly fetch: Fetch;
  readonly key?: Result<ExchangeKey | null>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The exchanges of a data folder over real stores and paper trading, with a test's hands on keys, arming, passports and time. */
export type ExchangeWorld = Awaited<ReturnType<typeof exchangeWorld>>;

/** A clock whose times a test can set forward; timers run as they are. */
export const aheadBy = { ms: 0 };
/** Follows it: for a server that is to agree with it. */
export const worldNowMs = (): number => systemClock.nowMs() + aheadBy.ms;

/** Opens one. */
export async function exchangeWorld(options: WorldOptions) {
  const root = options.root ?? mkdtempSync(join(tmpdir(), 'portcullis-exchanges-'));
  const timers: number[] = [];
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const armed = new Set<string>();
  const ports: Ports = {
    clock: {
      ...systemClock,
      nowMs: worldNowMs,
      monotonicMs: () => systemClock.monotonicMs() + aheadBy.ms,
      every(periodMs, task) {
        timers.push(periodMs);
        return systemClock.every(periodMs, task);
      },
    },
    ids: systemIds,
    log: quiet,
    fetch: options.fetch,
    arming: { isArmed: (scope) => armed.has(scope) },
    signers: systemSignerPorts(),
    masterKey: null,
  };
  const dataFolder = join(root, 'data');
  const foundations = openFoundations(ports, {
    dataFolder,
    environment: { PORTCULLIS_HEAD_DIR: join(root, 'heads'), ...options.environment },
  });
  if (!foundations.ok) throw new Error(JSON.stringify(foundations.error));
  const { audit, database, halt, settings } = foundations.value;
  const record = createRecord(audit, halt);
  const heard: Announcement[] = [];
  const announce = (announcement: Announcement): void => void heard.push(announcement);
  const { clock, ids } = ports;
  const approvals = createApprovals({ clock, ids, record, announce, isLocked: () => false });
  const policy = createStandingPolicy(settings, database, clock);
  policy.apply(livePolicy);
  const common = {
    ports,
    dataFolder,
    record,
    approvals,
    announce,
    refusedSubmit: () => undefined,
    count: () => undefined,
  };
  const trading = openTrading(
    {
      ...common,
      settings,
      halt,
      judge: policy.judge,
      priceBandPercent: policy.priceBandPercent,
      changed: () => undefined,
    },
    () => () => undefined,
  );
  const keys = new Map<ExchangeName, Result<ExchangeKey | null>>();
  if (options.key !== undefined) keys.set('binance', options.key);
  const listeners = new Set<(exchange: ExchangeName) => void>();
  let passport: PassportWord = { verdict: 'fit', why: 'It may trade and nothing else.' };
  const exchanges = openExchanges({
    ...common,
    foundations: foundations.value,
    policy,
    keys: {
      keyFor: (exchange) => keys.get(exchange) ?? ok(null),
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    passport: () => passport,
    changed: () => undefined,
    isPaced: false,
    paper: trading.opened,
  });
  const none = { chip: () => ({ address: null }) };
  const parts = {
    ...common,
    clock,
    exchanges,
    paper: () => trading.opened,
    chains: { list: () => [] },
    signing: { active: none },
    transactions: async () => err({ code: 'core-unavailable', retry: 'safe', why: 'no chains here' }),
  } as unknown as HandlerParts;
  const handlers = { ...orderHandlers(parts), ...venueHandlers(parts) };
  type Handled = keyof typeof handlers;
  const ask = async <M extends Handled>(method: M, input: Parameters<Handlers[M]>[0]) =>
    (handlers[method] as (input: unknown, face: string) => ReturnType<Handlers[M]>)(input, 'console');
  await trading.opened;

  return {
    ...foundations.value,
    root,
    exchanges,
    approvals,
    policy,
    heard,
    timers,
    ask,
    binance: exchanges.of('binance'),
    setKey(key: Result<ExchangeKey | null>, exchange: ExchangeName = 'binance') {
      keys.set(exchange, key);
      for (const listener of listeners) listener(exchange);
    },
    setPassport(word: PassportWord) {
      passport = word;
    },
    arm: () => void armed.add('live:binance'),
    disarm: () => void armed.delete('live:binance'),
    async rows(eventType: string) {
      const found = await audit.query({ eventType, limit: 200 });
      if (!found.ok) throw new Error(found.error.code);
      return found.value;
    },
    async close() {
      await exchanges.close();
      await trading.close();
      foundations.value.close();
      if (options.root === undefined) rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Waits until it is so; a test that waits in vain runs into its own time-out. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}
