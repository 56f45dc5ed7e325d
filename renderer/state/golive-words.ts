import type { WireIn } from '../../core/contract/methods.ts';
import type { Checklist, ChecklistItem, Waiver } from '../../core/contract/shapes.ts';
import type { ExchangeName } from '../../core/domain/exchanges.ts';
import { mostArmedHours } from '../../core/domain/golive-bounds.ts';
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
  return state !== 'met' && waiver !== null ? { state: 'waived', text: 'Waived' } : { state, text: marks[state] };
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

/** What a person types to arm live trading, as it is asked of the core; null where it is not fit yet. */
export function typedScope(
  typed: { readonly exchanges: readonly ExchangeName[]; readonly hours: string; readonly amounts: Amounts },
  nowMs: number,
): ArmingRequest | null {
  const hours = /^\d{1,3}$/.test(typed.hours.trim()) ? Number.parseInt(typed.hours.trim(), 10) : 0;
  const amounts = Object.entries(typed.amounts).filter(([, amount]) => amount.trim() !== '');
  const isFit = amounts.every(([, amount]) => /^\d+(\.\d+)?$/.test(amount.trim()));
  if (typed.exchanges.length === 0 || hours < 1 || hours > mostArmedHours || amounts.length === 0 || !isFit)
    return null;
  return {
    exchanges: [...typed.exchanges],
    untilMs: nowMs + hours * 3_600_000,
    maxDayNotional: Object.fromEntries(amounts.map(([asset, amount]) => [asset, amount.trim()])),
  };
}
