import { isMissing, isWaived } from '../../core/contract/item-standing.ts';
import type { WireIn } from '../../core/contract/methods.ts';
import type { ArmableSpend, ArmedState, Checklist, ChecklistItem, Waiver } from '../../core/contract/shapes.ts';
import { type ExchangeName, exchanges as known } from '../../core/domain/exchanges.ts';
import { mostArmedHours } from '../../core/domain/golive-bounds.ts';
import { readDecimal, toUnits } from '../../core/domain/money.ts';
import { spendWords } from '../../core/domain/spend-words.ts';
import { shownText } from '../escape.ts';
import { localDate, spanInWords } from '../format/time.ts';

type ArmingRequest = WireIn<'golive.requestArming'>;
type Amounts = Readonly<Record<string, string>>;

const marks: Readonly<Record<ChecklistItem['state'], string>> = {
  met: 'Met',
  unmet: 'Not met',
  unknown: 'Not known',
};

/** What an item of the checklist comes to, in a word: what is not met may be waived. */
export function checklistMark({ state, waiver }: Pick<ChecklistItem, 'state' | 'waiver'>): {
  readonly state: ChecklistItem['state'] | 'waived';
  readonly text: string;
} {
  return isWaived({ state, waiver }) ? { state: 'waived', text: 'Waived' } : { state, text: marks[state] };
}

/** The items that are neither met nor waived, in their order. */
export function missingItems({ items }: Pick<Checklist, 'items'>): readonly ChecklistItem[] {
  return items.filter(isMissing);
}

/** Until when an item is gone without, and why. */
export function waiverWords({ reason, untilMs }: Waiver): string {
  return `You go without it until ${localDate(untilMs)}: ${reason}`;
}

/** How the console knows of an item. */
export const checklistSources: Readonly<Record<ChecklistItem['source'], string>> = {
  probe: 'The console looked itself',
  register: 'By the console’s own registers',
  attestation: 'By your word',
};

/** How far the checklist has come. */
export function goliveCount({ items, met, waived }: Checklist): string {
  const gone = waived === 0 ? '' : `, ${waived} waived`;
  return `${met} of ${items.length} are met${gone}`;
}

/** How long live trading is still armed, in whole minutes above a minute. */
export function leftWords(leftMs: number): string {
  return leftMs < 60_000 ? 'less than a minute left' : `${spanInWords(leftMs)} left`;
}

/** What a person has typed to arm live trading; `spends` are amounts by asset of a chain, in whole coins or tokens. */
export interface TypedScope {
  readonly exchanges: readonly ExchangeName[];
  readonly chains: readonly number[];
  readonly hours: string;
  readonly amounts: Amounts;
  readonly spends: Amounts;
}

/** That, as it is asked of the core; null where it is not fit yet. `armable` tells the units of what may be sent on chains. */
export function typedScope(typed: TypedScope, armable: readonly ArmableSpend[], nowMs: number): ArmingRequest | null {
  const hours = /^\d{1,3}$/.test(typed.hours.trim()) ? Number.parseInt(typed.hours.trim(), 10) : 0;
  // What was typed for an exchange or a chain that is not chosen any more is not asked for.
  const amounts = typed.exchanges.length === 0 ? [] : filled(typed.amounts);
  const isFit = amounts.every(([, amount]) => /^\d+(\.\d+)?$/.test(amount));
  const spends = typedSpends(typed, armable);
  const isEmpty = typed.exchanges.length + typed.chains.length === 0;
  const lacks = (typed.exchanges.length > 0 && amounts.length === 0) || spends === null;
  if (isEmpty || lacks || !isFit || hours < 1 || hours > mostArmedHours) return null;
  return {
    exchanges: [...typed.exchanges],
    chains: [...typed.chains],
    untilMs: nowMs + hours * 3_600_000,
    maxDayNotional: Object.fromEntries(amounts),
    maxDaySpend: spends,
  };
}

/** The amounts of the chosen chains in smallest units; null where one cannot be read, or a chain is without its own coin. */
function typedSpends(
  { chains, spends }: Pick<TypedScope, 'chains' | 'spends'>,
  armable: readonly ArmableSpend[],
): Readonly<Record<string, string>> | null {
  const open = armable.filter(({ chainId }) => chains.includes(chainId));
  const typed = filled(spends).flatMap(([asset, amount]) => {
    const known = open.find((spend) => spend.asset === asset);
    return known === undefined ? [] : [{ asset, units: unitsOf(amount, known.decimals) }];
  });
  const hasCoin = chains.every((chainId) => typed.some(({ asset }) => asset === `${chainId}:native`));
  if (!hasCoin || typed.some(({ units }) => units === null)) return null;
  return Object.fromEntries(typed.map(({ asset, units }) => [asset, String(units)]));
}

function unitsOf(amount: string, decimals: number): bigint | null {
  const read = /^\d+(\.\d+)?$/.test(amount) ? readDecimal(amount) : null;
  return read === null ? null : toUnits(read, decimals);
}

function filled(amounts: Amounts): readonly (readonly [string, string])[] {
  return Object.entries(amounts)
    .map(([asset, amount]) => [asset, amount.trim()] as const)
    .filter(([, amount]) => amount !== '');
}

/** What live trading is armed for, and for how much, in one sentence without its end. */
export function armedWords(
  { chains, exchanges, maxDayNotional, maxDaySpend }: ArmedState,
  armable: readonly ArmableSpend[],
): string {
  const places = [
    ...exchanges.map((name) => known[name].title),
    ...chains.map((chainId) => chainNameOf(chainId, armable)),
  ];
  const amounts = [
    ...Object.entries(maxDayNotional).map(([asset, amount]) => `${amount} ${asset}`),
    ...Object.entries(maxDaySpend).map(([asset, units]) => {
      const unit = armable.find((spend) => spend.asset === asset);
      return unit === undefined ? `${units} of ${asset}` : shownText(spendWords(units, unit));
    }),
  ];
  return `For ${places.join(', ')}, at most ${amounts.join(', ')} in 24 hours`;
}

function chainNameOf(chainId: number, armable: readonly ArmableSpend[]): string {
  const known = armable.find((spend) => spend.chainId === chainId);
  return known === undefined ? `chain ${chainId}` : shownText(known.chainName);
}
