import { type ExchangeName, exchangeNames, exchanges } from '../domain/exchanges.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { SetKey, SetKeys, SetPart } from '../domain/set-keys.ts';
import { cleanKey, type KeyParts } from './key-text.ts';

/** A whole key out of the settings. */
export interface ConfiguredKey extends KeyParts {
  readonly source: 'environment' | 'env-file';
}

/** Why what is set is no key, in one sentence without anything of it. */
export interface SetKeyProblem {
  readonly problem: string;
}

/**
 * The key that the settings of one owner hold for an exchange. All of its parts must be there, of one source (the process environment or
 * the `.env`: a key of one and a secret of the other may belong to two keys) and such as the exchange gives them; half a key is a problem,
 * never a reason to use another.
 */
export function configuredKey(exchange: ExchangeName, set: SetKey): Result<ConfiguredKey, SetKeyProblem> {
  const { apiKey, passwords, secret, start } = set;
  const bad = (problem: string) => err({ problem });
  const parts: readonly SetPart[] = [apiKey, secret, ...passwords].filter((part) => part !== null);
  const unreadable = parts.find(({ text }) => text === null);
  if (unreadable !== undefined) return bad(`${unreadable.name} cannot be used as it is set`);
  if (apiKey === null) return bad(`${start}_KEY is not set although ${parts[0]?.name} is`);
  if (secret === null) return bad(`${start}_SECRET is not set although ${apiKey.name} is`);
  if (new Set(passwords.map(({ text }) => text)).size > 1) {
    return bad(`${passwords.map(({ name }) => name).join(' and ')} are not the same`);
  }
  const stranger = parts.find(({ source }) => source !== apiKey.source);
  if (stranger !== undefined) {
    const [first, second] = [placeOf(apiKey.source), placeOf(stranger.source)];
    return bad(`${apiKey.name} is set in ${first} and ${stranger.name} in ${second}: a key must come whole from one`);
  }
  const texts = { apiKey: apiKey.text ?? '', secret: secret.text ?? '', password: passwords[0]?.text ?? null };
  const clean = cleanKey(exchange, texts);
  if (clean.ok) return ok({ ...clean.value, source: apiKey.source });
  const names: Readonly<Record<string, string | undefined>> = {
    apiKey: apiKey.name,
    secret: secret.name,
    password: passwords[0]?.name,
  };
  const [issue] = clean.error;
  return bad(`${names[issue?.path ?? ''] ?? start} ${issue?.problem ?? 'cannot be used'}`);
}

/**
 * The exchange whose key the generic settings are: the only one that is allowed. One that cannot be traded on here counts too, for the key
 * may be its own and must reach no other.
 */
export function genericOwner(allowed: readonly string[] | null): Result<ExchangeName, SetKeyProblem> {
  const candidates = allowedOf(allowed);
  const others = (allowed ?? []).filter((name) => name !== 'practice' && !candidates.some((one) => one === name));
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1 && others.length === 0) return ok(only);
  const titles = [...candidates.map((name) => exchanges[name].title), ...others];
  return err({
    problem:
      candidates.length === 0
        ? 'CEX_API_KEY names no exchange, and ALLOW_EXCHANGES and the policy allow none that can be traded on: use CEX_<EXCHANGE>_API_KEY'
        : `CEX_API_KEY names no exchange, and several are allowed (${titles.join(', ')}): use CEX_<EXCHANGE>_API_KEY`,
  });
}

/** The exchanges that can be traded on and that the policy allows; null allows all. */
export function allowedOf(allowed: readonly string[] | null): readonly ExchangeName[] {
  return exchangeNames.filter((name) => allowed === null || allowed.includes(name));
}

/** What is set for exchanges that cannot be traded on here, in sentences. */
export function strayKeys({ byExchange }: SetKeys): readonly string[] {
  return [...byExchange.values()].flatMap((set) => {
    const owner = /^CEX_([A-Z0-9]+)_API$/.exec(set.start)?.[1]?.toLowerCase() ?? '';
    if ((exchangeNames as readonly string[]).includes(owner)) return [];
    return [
      `${set.start}_… is set, but ${owner} cannot be traded on here: what it may do is unknown, so it is not used.`,
    ];
  });
}

function placeOf(source: SetPart['source']): string {
  return source === 'env-file' ? '.env' : 'the process environment';
}
