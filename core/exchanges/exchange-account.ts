import * as z from 'zod';
import { keepAcknowledgement } from '../acknowledgement.ts';
import { AtMs, Decimal } from '../contract/schemas/common.ts';
import type { Balance, VenueBalances, VenueStanding } from '../contract/shapes.ts';
import { canonicalText, type Json } from '../domain/canonical.ts';
import type { ExchangeName } from '../domain/exchanges.ts';
import { add, type DecimalText, subtract, zero } from '../domain/money.ts';
import { readJson } from '../domain/read-json.ts';
import type { Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { createDocuments } from '../store/documents.ts';
import type { Record } from '../trading/record.ts';
import { type BalanceChange, type Totals, totalsOf, unexplainedChanges } from './balance-changes.ts';

/** A change must be read again after at least so long before it is believed: what we know of our own fills may lag behind a balance. */
const believedAfterMs = 5_000;

const Kept = z.strictObject({
  credentialId: z.string(),
  /** By asset: the total that is accounted for, and what our fills had come to when it was. */
  believed: z.array(z.tuple([z.string(), Decimal, Decimal])),
  unexplained: z.array(z.strictObject({ asset: z.string(), change: Decimal, atMs: AtMs })),
});

/** What the console believes of an account at an exchange, and the changes in it that nothing here accounts for. */
export interface ExchangeAccount {
  /** Takes in a reading by the key of this id. One of another key begins anew: it may be another account. */
  take(balances: readonly Balance[], askedAtMs: number, credentialId: string): void;
  /** The last balances that are believed, with the time they were asked for; null before the first. */
  balances(): VenueBalances | null;
  /** Why an asset's balance may not be right; null when nothing is wrong with it. */
  doubt(asset: string): string | null;
  /** Whether the last reading must be asked again before it is believed. */
  isDoubtful(): boolean;
  unexplained(): VenueStanding['unexplained'];
  /** The person has seen them. */
  acknowledge(actor: string): Promise<Result<void>>;
}

/** What it stands on. */
export interface AccountDeps {
  readonly exchange: ExchangeName;
  readonly database: Database;
  readonly clock: Clock;
  readonly record: Record;
  /** What all our fills there have come to, by asset. */
  readonly fills: () => Totals;
  /** The assets of orders of ours whose fate or fills are not known yet: their changes are not judged. */
  readonly inDoubt: () => ReadonlySet<string>;
}

/** An account as it was when the console last ran: changes made meanwhile are seen too. */
export function openExchangeAccount(deps: AccountDeps): ExchangeAccount {
  const { clock, exchange, record } = deps;
  const documents = createDocuments(deps.database);
  const name = `exchange-account-${exchange}`;
  const kept = read();
  let credentialId = kept?.credentialId ?? null;
  let believed = new Map(kept?.believed.map(([asset, total, fills]) => [asset, { total, fills }]));
  let unexplained: VenueStanding['unexplained'] = kept?.unexplained ?? [];
  let pending = new Map<string, BalanceChange & { readonly sinceMs: number; readonly atMs: number }>();
  let shown: VenueBalances | null = null;

  function read(): z.output<typeof Kept> | null {
    const text = documents.read(name);
    const parsed = text.ok && text.value !== null ? Kept.safeParse(readJson(text.value)) : null;
    return parsed?.success === true ? parsed.data : null;
  }

  function keep(): void {
    const body = {
      credentialId: credentialId ?? '',
      believed: [...believed].map(([asset, { fills, total }]) => [asset, total, fills]),
      unexplained,
    };
    documents.write(name, canonicalText(body as unknown as Json), clock.nowMs());
  }

  function raise({ asset, change }: BalanceChange, atMs: number): void {
    const earlier = unexplained.find((item) => item.asset === asset);
    const sum = add(earlier?.change ?? zero, change);
    unexplained = [...unexplained.filter((item) => item !== earlier), { asset, change: sum, atMs }];
    record.always({
      eventType: 'unexplained-change',
      level: 'warn',
      status: 'unknown',
      actor: 'venue',
      subject: exchange,
      body: { asset, change, before: believed.get(asset)?.total ?? zero },
    });
  }

  return {
    take(balances, askedAtMs, byCredential) {
      const after = totalsOf(balances);
      const fills = deps.fills();
      const isNew = credentialId !== byCredential;
      const assets = new Set([...believed.keys(), ...after.keys(), ...fills.keys()]);
      const known = new Map(
        [...assets].map((asset) => [asset, subtract(fills.get(asset) ?? zero, believed.get(asset)?.fills ?? zero)]),
      );
      const before = new Map([...believed].map(([asset, { total }]) => [asset, total]));
      const changes = isNew ? [] : unexplainedChanges({ before, after, known });
      const unsure = deps.inDoubt();
      const nowMs = clock.monotonicMs();
      const next: typeof pending = new Map();
      const raised: BalanceChange[] = [];
      for (const change of changes) {
        const earlier = pending.get(change.asset);
        const isSame = earlier !== undefined && earlier.change === change.change;
        if (isSame && !unsure.has(change.asset) && nowMs - earlier.sinceMs >= believedAfterMs) raised.push(change);
        else next.set(change.asset, isSame ? earlier : { ...change, sinceMs: nowMs, atMs: askedAtMs });
      }
      for (const change of raised) raise(change, askedAtMs);
      pending = next;
      const was = believed;
      believed = new Map(isNew ? [] : was);
      for (const asset of assets) {
        if (pending.has(asset)) continue;
        const total = after.get(asset) ?? zero;
        believed.set(asset, { total, fills: fills.get(asset) ?? zero });
      }
      credentialId = byCredential;
      shown = { exchange, balances: shownBalances(balances, shown, pending), atMs: askedAtMs };
      if (isNew || raised.length > 0 || !isSameMap(was, believed)) keep();
    },
    balances: () => shown,
    doubt(asset) {
      const change = pending.get(asset);
      if (change === undefined) return null;
      const when = new Date(change.atMs).toISOString();
      return change.isSuspect
        ? `At ${when} it read as gone; it is asked again before that is believed.`
        : `It changed by ${change.change} without a cause known here (${when}); it is asked again before that is believed.`;
    },
    isDoubtful: () => pending.size > 0,
    unexplained: () => [...unexplained],
    async acknowledge(actor) {
      const seen = unexplained;
      const body = { what: 'unexplained', seen: seen.map((item) => ({ ...item })) } as const;
      const kept = await keepAcknowledgement(record, exchange, actor, body);
      if (!kept.ok) return kept;
      unexplained = unexplained.filter((item) => !seen.includes(item));
      keep();
      return { ok: true, value: undefined };
    },
  };
}

/** The reading, but for what is gone in it at once: that stays as it was until it was asked again. */
function shownBalances(
  balances: readonly Balance[],
  earlier: VenueBalances | null,
  pending: ReadonlyMap<string, BalanceChange>,
): Balance[] {
  const isSuspect = (asset: string): boolean => pending.get(asset)?.isSuspect === true;
  const gone = (earlier?.balances ?? []).filter(({ asset }) => isSuspect(asset));
  return [...balances.filter(({ asset }) => !isSuspect(asset)), ...gone];
}

type Believed = ReadonlyMap<string, { readonly total: DecimalText; readonly fills: DecimalText }>;

function isSameMap(a: Believed, b: Believed): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([asset, { fills, total }]) => {
    const other = b.get(asset);
    return other !== undefined && other.total === total && other.fills === fills;
  });
}
