import { Preferences as PreferencesShape } from './contract/schemas/preferences.ts';
import type { Preferences, PreferencesChange } from './contract/shapes.ts';
import { readJson } from './domain/read-json.ts';
import { ok, type Result } from './domain/result.ts';
import type { Clock } from './ports.ts';
import type { Database } from './store/database.ts';
import { createDocuments } from './store/documents.ts';

const documentName = 'preferences';

/** How a new console looks and when it speaks. */
export const firstPreferences: Preferences = {
  theme: 'system',
  notify: { halt: true, approval: true, crash: true, rotation: true },
  haltShortcut: 'CommandOrControl+Alt+Shift+H',
  isFirstRunDone: false,
  market: null,
};

/** The person's preferences, kept in console.db. */
export interface PreferencesStore {
  get(): Preferences;
  /** Changes what is given; `storage-failed` leaves everything as it was. */
  set(change: PreferencesChange): Result<Preferences>;
}

/** The preferences as they are kept; the first ones where none are, or where they cannot be read: they decide nothing that matters. */
export function createPreferences(database: Database, clock: Clock): PreferencesStore {
  const documents = createDocuments(database);
  const read = documents.read(documentName);
  const parsed = read.ok && read.value !== null ? PreferencesShape.safeParse(readJson(read.value)) : null;
  let current: Preferences = parsed?.success === true ? parsed.data : firstPreferences;
  return {
    get: () => current,
    set(change) {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const next = PreferencesShape.parse({ ...current, ...given });
      const written = documents.write(documentName, JSON.stringify(next), clock.nowMs());
      if (!written.ok) return written;
      current = next;
      return ok(current);
    },
  };
}
