import { exchangeNames, exchanges } from '../domain/exchanges.ts';
import type { SetKeys } from '../domain/set-keys.ts';
import { allowedOf, genericOwner, strayKeys } from './configured-keys.ts';
import type { StoredCredential } from './credentials-table.ts';
import type { ExchangeKeys } from './exchange-keys.ts';

/** The state of a credential in a sentence. `counts`: it is the key that counts for its exchange now. */
export function stateText({ kind, place, state }: StoredCredential, counts: boolean): string {
  if (state === 'retired') return 'Taken out of use.';
  if (state === 'missing') return 'Known of, but not there now.';
  if (state === 'standby') return 'Kept, not used.';
  if (kind !== 'cex-key')
    return place === 'memory' ? 'Typed when it is needed, forgotten when the console ends.' : 'In use.';
  if (place === 'vault') {
    return counts
      ? 'In use.'
      : 'Chosen, but the key that is set in the environment or .env counts until its lines are removed.';
  }
  if (!counts) return 'Set, but another key counts first.';
  return place === 'env-file' ? 'In use from .env: move it into the vault.' : 'In use from the environment.';
}

/** Settings beside the keys of exchanges that hold a secret, and where it is better kept. */
const betterElsewhere = {
  PRIVATE_KEY: 'A private key (PRIVATE_KEY) lies in .env: sign with a keystore or a device instead, and take it out.',
  KEYSTORE_PASSWORD: 'The password of the keystore (KEYSTORE_PASSWORD) lies in .env: move it into the vault.',
} as const;

/** Secrets of signers that lie in .env, a sentence for each; `rows` are the settings and where each comes from. */
export function signerSecretProblems(
  rows: readonly { readonly name: string; readonly source: string }[],
): readonly string[] {
  return (['PRIVATE_KEY', 'KEYSTORE_PASSWORD'] as const)
    .filter((secret) => rows.some(({ name, source }) => name === secret && source === 'env-file'))
    .map((secret) => betterElsewhere[secret]);
}

/** Keystores that lie beside the one in use, a sentence for each: `copies` are of it, under other passwords, `others` of other keys. */
export function strayKeystores(
  copies: readonly string[],
  others: readonly { readonly file: string; readonly address: string | null }[],
): readonly string[] {
  return [
    ...copies.map(
      (file) => `The keystore under another password still lies here: ${file}. Delete it when the one in use was used.`,
    ),
    ...others.map(
      ({ address, file }) =>
        `Another keystore lies beside the one in use: ${file}${address === null ? '' : `, of ${address}`}. Whoever has it and its password has that key.`,
    ),
  ];
}

/** What stands in the way of keys, in sentences without anything of them. */
export function keyProblems(keys: ExchangeKeys, set: SetKeys, allowed: readonly string[] | null): readonly string[] {
  const perExchange = exchangeNames.flatMap((name): readonly string[] => {
    const key = keys.keyFor(name);
    const { title } = exchanges[name];
    if (key.ok)
      return key.value?.source === 'env-file' ? [`The key of ${title} lies in .env: move it into the vault.`] : [];
    switch (key.error.code) {
      case 'vault-locked':
        return [`The key of ${title} is in the locked vault.`];
      case 'conflict':
        return isAboutGeneric(key.error.what) ? [] : [`The key of ${title} cannot be used: ${key.error.what}.`];
      default:
        return [`The key of ${title} cannot be read.`];
    }
  });
  return [...perExchange, ...genericProblem(set, allowed), ...strayKeys(set)];
}

/** The generic key where nobody can say whose it is, told once and not for each exchange; and that it lies in .env. */
function genericProblem({ generic }: SetKeys, allowed: readonly string[] | null): readonly string[] {
  if (generic === null) return [];
  const owner = genericOwner(allowed);
  if (!owner.ok) return [`${owner.error.problem}.`];
  return generic.apiKey?.source === 'env-file' && allowedOf(allowed).length === 1
    ? [`The key of ${exchanges[owner.value].title} (CEX_API_KEY) lies in .env: move it into the vault.`]
    : [];
}

function isAboutGeneric(what: string): boolean {
  return what.startsWith('CEX_API_KEY names no exchange');
}
