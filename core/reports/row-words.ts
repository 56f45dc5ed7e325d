import * as z from 'zod';
import type { AuditRow, ReportedRow } from '../contract/shapes.ts';
import { readJson } from '../domain/read-json.ts';
import { reportText } from '../domain/report-text.ts';

/** No sentence of a report is longer. */
const mostText = 300;

const Text = z.string().optional().catch(undefined);
const Texts = z.array(z.string()).catch([]);
const Fault = z
  .union([
    z.string().transform((code) => ({ code, message: '' })),
    z
      .object({ code: z.string(), why: Text, what: Text, reason: Text, rulings: z.array(z.unknown()).optional() })
      .transform(
        ({ code, reason, rulings, what, why }) =>
          refusalOf(rulings ?? []) ?? { code, message: why ?? what ?? reason ?? '' },
      ),
  ])
  .optional()
  .catch(undefined);
const Ruling = z.object({ rule: z.string(), code: z.string().nullable(), decision: z.string(), message: z.string() });

/** What of a row's body is told: these fields and no others. */
const Body = z.object({
  error: Fault,
  refused: Text,
  what: Text,
  text: Text,
  why: Text,
  reason: Text,
  problem: Text,
  kind: Text,
  about: Text,
  answer: Text,
  step: Text,
  change: z
    .union([z.string(), z.object({ loosens: Texts, tightens: Texts })])
    .optional()
    .catch(undefined),
  exchanges: z.array(z.string()).optional().catch(undefined),
  untilMs: z.number().int().optional().catch(undefined),
  maxDayNotional: z.record(z.string(), z.string()).optional().catch(undefined),
  intent: z
    .object({ exchange: Text, symbol: Text, side: Text, amount: Text.nullable(), quoteAmount: Text.nullable() })
    .optional()
    .catch(undefined),
  price: Text,
  amount: Text,
});
type Said = z.output<typeof Body>;

/** The first rule that refused; null where none did. */
function refusalOf(rulings: readonly unknown[]): { code: string; message: string } | null {
  for (const each of rulings) {
    const read = Ruling.safeParse(each);
    if (read.success && read.data.decision !== 'allow') {
      return { code: read.data.code ?? read.data.rule, message: read.data.message };
    }
  }
  return null;
}

/** Why a row's request came to nothing: a code for programs, and what was said of it; the code is 'failed' where nothing says. */
export function faultOf({ body }: Pick<AuditRow, 'body'>): { readonly code: string; readonly message: string } {
  const said = Body.safeParse(readJson(body ?? '')).data;
  const fault = said?.error ?? { code: said?.refused ?? said?.answer ?? 'failed', message: said?.problem ?? '' };
  return { code: cut(fault.code), message: cut(fault.message) };
}

/** A row as a report tells it. `labels` names what its subject stands for, such as a credential. */
export function reportedRow(row: AuditRow, labels: ReadonlyMap<string, string>): ReportedRow {
  const { actor, eventType, id, status, subject, timestamp } = row;
  const about = eventType === 'policy-change' ? 'policy' : (labels.get(subject) ?? subject);
  return {
    auditId: id,
    timestamp: reportText(timestamp),
    what: reportText(eventType),
    status,
    actor: reportText(actor),
    about: cut(about),
    text: cut(rowText(row)),
  };
}

function rowText({ body }: Pick<AuditRow, 'body'>): string {
  if (body === null) return 'Cleared: the time it had to be kept is over.';
  const read = Body.safeParse(readJson(body));
  if (!read.success) return '';
  const parts = [...saidIn(read.data), ...faultIn(read.data)];
  return parts.filter((part) => part !== '').join('; ');
}

function saidIn(said: Said): readonly string[] {
  const { about, amount, answer, change, kind, price, problem, reason, step, text, what, why } = said;
  return [
    ...(typeof change === 'string' ? [change] : changeWords(change)),
    ...[what, kind, step, about, answer, text, why, reason, problem].map((each) => each ?? ''),
    ...armedWords(said),
    ...orderWords(said.intent),
    ...(price === undefined || amount === undefined ? [] : [`${amount} at ${price}`]),
  ];
}

function faultIn({ error, refused }: Said): readonly string[] {
  if (error === undefined) return refused === undefined ? [] : [`refused: ${refused}`];
  return [error.message === '' ? error.code : `${error.code}: ${error.message}`];
}

function changeWords(change: Exclude<Said['change'], string>): readonly string[] {
  const told = (title: string, words: readonly string[]) =>
    words.length === 0 ? [] : [`${title}: ${words.join(', ')}`];
  return change === undefined ? [] : [...told('looser', change.loosens), ...told('stricter', change.tightens)];
}

function armedWords({ exchanges, maxDayNotional, untilMs }: Said): readonly string[] {
  if (exchanges === undefined || untilMs === undefined) return [];
  const most = Object.entries(maxDayNotional ?? {}).map(([asset, amount]) => `${amount} ${asset}`);
  const until = Math.abs(untilMs) <= lastMs ? new Date(untilMs).toISOString() : 'a time that is none';
  return [`${exchanges.join(', ')} until ${until}, at most ${most.join(', ')} in 24 hours`];
}
/** The last millisecond that a date can say (https://tc39.es/ecma262/#sec-time-values-and-time-range). */
const lastMs = 8_640_000_000_000_000;

function orderWords(intent: Said['intent']): readonly string[] {
  if (intent === undefined) return [];
  const { amount, exchange, quoteAmount, side, symbol } = intent;
  const much = amount ?? (quoteAmount == null ? '' : `for ${quoteAmount} of`);
  return [[side, much, symbol, 'at', exchange].filter((word) => word !== '' && word !== undefined).join(' ')];
}

function cut(text: string): string {
  const shown = reportText(text);
  return shown.length > mostText ? `${shown.slice(0, mostText - 1)}…` : shown;
}
