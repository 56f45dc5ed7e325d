import type { SetKey, SetKeys, SetPart } from '../domain/set-keys.ts';
import type { Settings } from './settings.ts';

const genericNames = ['CEX_API_KEY', 'CEX_API_SECRET', 'CEX_API_PASSWORD'];
const ownName = /^CEX_([A-Z0-9]+)_(?:API_KEY|API_SECRET|API_PASSWORD|PASSWORD)$/;

/** The keys of exchanges among the settings. */
export function exchangeKeySettings(settings: Pick<Settings, 'values' | 'rows'>): SetKeys {
  const values = settings.values as Readonly<Record<string, unknown>>;
  const parts = new Map<string, SetPart>();
  for (const { name, source } of settings.rows()) {
    if (!name.startsWith('CEX_')) continue;
    const value = values[name];
    const text = typeof value === 'string' ? value : null;
    parts.set(name, { name, text, source: source === 'env-file' ? 'env-file' : 'environment' });
  }
  const keyOf = (start: string, passwords: readonly string[]): SetKey => ({
    start,
    apiKey: parts.get(`${start}_KEY`) ?? null,
    secret: parts.get(`${start}_SECRET`) ?? null,
    passwords: passwords.flatMap((name) => parts.get(name) ?? []),
  });
  const owners = new Set<string>();
  for (const name of parts.keys()) {
    const owner = genericNames.includes(name) ? undefined : ownName.exec(name)?.[1];
    if (owner !== undefined) owners.add(owner);
  }
  return {
    generic: genericNames.some((name) => parts.has(name)) ? keyOf('CEX_API', ['CEX_API_PASSWORD']) : null,
    byExchange: new Map(
      [...owners].map((owner) => [
        owner.toLowerCase(),
        keyOf(`CEX_${owner}_API`, [`CEX_${owner}_API_PASSWORD`, `CEX_${owner}_PASSWORD`]),
      ]),
    ),
  };
}
