import * as z from 'zod';
import type { InputIssue } from '../domain/errors.ts';
import { type ExchangeName, exchangeNames, exchanges } from '../domain/exchanges.ts';
import { readJson } from '../domain/read-json.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { envLines } from './env-lines.ts';
import { cleanKey, hiddenIn, type KeyParts, partWords } from './key-text.ts';

/** A key out of a pasted text. */
export interface PastedKey {
  readonly exchange: ExchangeName;
  readonly key: KeyParts;
}

/** The file that Coinbase gives with a key. */
const CoinbaseFile = z.object({ name: z.string(), privateKey: z.string() });

const partsBySuffix = {
  API_KEY: 'apiKey',
  API_SECRET: 'secret',
  API_PASSWORD: 'password',
  PASSWORD: 'password',
} as const;

/**
 * The keys in a pasted text: lines of an `.env`, of which only those that begin with `CEX_` count, or the JSON file of a Coinbase key.
 * `exchange` is whose key the generic lines (`CEX_API_KEY`) are. All of it must be right, or all is refused: with the line, never with
 * anything that stands in it.
 */
export function pastedKeys(
  text: string,
  exchange: ExchangeName | null,
): Result<readonly PastedKey[], readonly InputIssue[]> {
  const refused = (...problems: readonly string[]) => err(problems.map((problem) => ({ path: 'text', problem })));
  const hidden = hiddenIn(text);
  if (hidden !== null) return refused(hidden);
  if (text.trimStart().startsWith('{')) return coinbaseFile(text, exchange);
  const lines = envLines(text);
  if (!lines.ok) return refused(...lines.error);
  const byExchange = new Map<ExchangeName, Map<keyof KeyParts, string>>();
  for (const { line, name, value } of lines.value) {
    if (!/^CEX_/i.test(name) || value === '') continue;
    const match = /^CEX_(?:([A-Z0-9]+)_)?(API_KEY|API_SECRET|API_PASSWORD|PASSWORD)$/.exec(name);
    if (match === null) return refused(`has a name in line ${line} that begins with CEX_ and is none of a key`);
    const owner = match[1]?.toLowerCase() ?? null;
    const whose = owner === null ? exchange : (exchangeNames.find((known) => known === owner) ?? null);
    if (whose === null) {
      return refused(
        owner === null
          ? `names no exchange in line ${line}: choose whose key it is`
          : `has a key in line ${line} of an exchange that cannot be traded on here`,
      );
    }
    const part = partsBySuffix[match[2] as keyof typeof partsBySuffix];
    const parts = byExchange.get(whose) ?? new Map<keyof KeyParts, string>();
    if (parts.has(part)) return refused(`has a second ${partWords[part]} of ${exchanges[whose].title} in line ${line}`);
    byExchange.set(whose, parts.set(part, value));
  }
  if (byExchange.size === 0)
    return refused('has no line CEX_<EXCHANGE>_API_KEY=…, and is not the JSON file of a Coinbase key');
  const found: PastedKey[] = [];
  const problems: string[] = [];
  for (const [whose, parts] of byExchange) {
    const cleaned = cleanKey(whose, {
      apiKey: parts.get('apiKey') ?? '',
      secret: parts.get('secret') ?? '',
      password: parts.get('password') ?? null,
    });
    if (cleaned.ok) found.push({ exchange: whose, key: cleaned.value });
    else problems.push(...cleaned.error.map((issue) => inWords(whose, issue)));
  }
  return problems.length === 0 ? ok(found) : refused(...problems);
}

function coinbaseFile(
  text: string,
  exchange: ExchangeName | null,
): Result<readonly PastedKey[], readonly InputIssue[]> {
  const refused = (...problems: readonly string[]) => err(problems.map((problem) => ({ path: 'text', problem })));
  const file = CoinbaseFile.safeParse(readJson(text));
  if (!file.success)
    return refused('looks like JSON, and is not the file that Coinbase gives with a key (name, privateKey)');
  if (exchange !== null && exchange !== 'coinbase')
    return refused(`is a key of Coinbase, not of ${exchanges[exchange].title}`);
  const key = cleanKey('coinbase', { apiKey: file.data.name, secret: file.data.privateKey, password: null });
  return key.ok
    ? ok([{ exchange: 'coinbase', key: key.value }])
    : refused(...key.error.map((issue) => inWords('coinbase', issue)));
}

function inWords(exchange: ExchangeName, { path, problem }: InputIssue): string {
  return `the ${partWords[path as keyof typeof partWords]} of ${exchanges[exchange].title} ${problem}`;
}
