import { conflict } from '../domain/conflict.ts';
import { type ExchangeName, exchangeNames } from '../domain/exchanges.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { SetKeys } from '../domain/set-keys.ts';
import { storageFailed } from '../store/stored.ts';
import { allowedOf, type ConfiguredKey, configuredKey, genericOwner } from './configured-keys.ts';
import type { CredentialsTable, StoredCredential } from './credentials-table.ts';
import type { ExchangeKey, ExchangeKeys } from './exchange-keys.ts';
import { type KeptKeys, keyFingerprint } from './kept-keys.ts';

/** What the keys stand on. */
export interface ExchangeKeyParts {
  readonly set: SetKeys;
  readonly table: CredentialsTable;
  readonly kept: KeptKeys;
  /** Whether a kept key counts as wiped though it is still there; see `UnwipedKeys`. */
  readonly isWiped: (credentialId: string) => boolean;
  /** The exchanges that the policy and ALLOW_EXCHANGES allow together; null where neither limits them. */
  readonly allowed: () => readonly string[] | null;
}

/** The keys, and the word that something they hang on may have changed. */
export interface OpenExchangeKeys extends ExchangeKeys {
  /** The key of one credential, whether or not it counts now. As `keyFor`; `not-found`. */
  keyOf(credential: StoredCredential): Result<ExchangeKey>;
  /** Looks again and tells the listeners of every exchange whose key is another than before. */
  refresh(): void;
}

/** The slot of the credential that the settings hold for an exchange; the generic key is one of its own. */
export function settingSlot(owner: ExchangeName | 'generic'): string {
  return `setting:${owner}`;
}

/** The keys of the exchanges, by the order of precedence. */
export function openExchangeKeys({ allowed, isWiped, kept, set, table }: ExchangeKeyParts): OpenExchangeKeys {
  const listeners = new Set<(exchange: ExchangeName) => void>();

  /** What is kept of a key is known of that key only: another under its id (a copy of a vault can bring one) is none. */
  const keptKey = ({ credentialId, fingerprint, place, subject }: StoredCredential): Result<ExchangeKey> => {
    const exchange = exchangeNames.find((name) => name === subject);
    if (exchange === undefined || place !== 'vault')
      return err({ code: 'not-found', retry: 'never', what: 'a kept key' });
    if (isWiped(credentialId)) {
      const what = 'it was wiped, and that could not be kept yet; it is used for nothing, and wiping it is tried again';
      return conflict(what);
    }
    const key = kept.take(credentialId, exchange);
    if (!key.ok) return key;
    if (keyFingerprint(key.value) !== fingerprint) return err(storageFailed(`the kept key of ${exchange} is another`));
    return ok({ credentialId, exchange, source: 'vault', ...key.value });
  };

  /** The key out of the settings, with the id of its row; a key that has no row yet goes by its slot until it has. */
  const fromSettings = (
    exchange: ExchangeName,
    key: Result<ConfiguredKey, { readonly problem: string }>,
    owner: ExchangeName | 'generic',
    credentials: readonly StoredCredential[],
  ): Result<ExchangeKey> => {
    if (!key.ok) return conflict(key.error.problem);
    const { apiKey, password, secret } = key.value;
    const slot = settingSlot(owner);
    const credentialId = credentials.find((credential) => credential.slot === slot)?.credentialId ?? `set-${owner}`;
    const source = owner === 'generic' ? 'generic' : key.value.source;
    return ok({ credentialId, exchange, source, apiKey, secret, password });
  };

  const keyFor = (exchange: ExchangeName): Result<ExchangeKey | null> => {
    const credentials = table.all();
    if (!credentials.ok) return credentials;
    const own = set.byExchange.get(exchange);
    if (own !== undefined) return fromSettings(exchange, configuredKey(exchange, own), exchange, credentials.value);
    const active = credentials.value.find(
      ({ kind, place, state, subject }) =>
        kind === 'cex-key' && place === 'vault' && state === 'active' && subject === exchange,
    );
    if (active !== undefined) return keptKey(active);
    if (set.generic === null) return ok(null);
    const names = allowed();
    if (!allowedOf(names).includes(exchange)) return ok(null);
    const owner = genericOwner(names);
    if (!owner.ok) return conflict(owner.error.problem);
    return fromSettings(exchange, configuredKey(exchange, set.generic), 'generic', credentials.value);
  };

  /** What tells one state of an exchange's key from another. */
  const markOf = (exchange: ExchangeName): string => {
    const key = keyFor(exchange);
    if (!key.ok) return key.error.code;
    if (key.value === null) return '';
    return `${key.value.source} ${key.value.credentialId} ${keyFingerprint(key.value)}`;
  };
  const marks = new Map<ExchangeName, string>(exchangeNames.map((name) => [name, markOf(name)]));

  return {
    keyFor,
    keyOf(credential) {
      if (credential.place === 'vault') return keptKey(credential);
      const exchange = exchangeNames.find((name) => name === credential.subject);
      const none = err({ code: 'not-found', retry: 'never', what: 'the key of this credential' } as const);
      if (exchange === undefined) return none;
      const isGeneric = credential.slot === settingSlot('generic');
      const own = isGeneric ? set.generic : set.byExchange.get(exchange);
      if (own === undefined || own === null) return none;
      return fromSettings(exchange, configuredKey(exchange, own), isGeneric ? 'generic' : exchange, [credential]);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    refresh() {
      for (const exchange of exchangeNames) {
        const mark = markOf(exchange);
        if (mark === marks.get(exchange)) continue;
        marks.set(exchange, mark);
        for (const listener of listeners) listener(exchange);
      }
    },
  };
}
