import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { createDocuments } from '../../../core/store/documents.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('documents', () => {
  it('are kept whole under their name and replaced by the next text', () => {
    const database = openDatabase(join(temporaryFolder(), 'console.db'), consoleMigrations);
    if (!database.ok) throw new Error(database.error.code);
    const documents = createDocuments(database.value);
    expect(documents.read('policy')).toEqual({ ok: true, value: null });
    expect(documents.write('policy', '{"version":1}', 0)).toEqual({ ok: true, value: undefined });
    expect(documents.write('policy', '{"version":1,"b":2}', 1)).toEqual({ ok: true, value: undefined });
    expect(documents.read('policy')).toEqual({ ok: true, value: '{"version":1,"b":2}' });
    expect(documents.read('settings')).toEqual({ ok: true, value: null });
    database.value.close();
  });

  it('that cannot be kept leave the old text and say so', () => {
    const database = openDatabase(join(temporaryFolder(), 'console.db'), consoleMigrations);
    if (!database.ok) throw new Error(database.error.code);
    const documents = createDocuments(database.value);
    documents.write('policy', 'old', 0);
    database.value.pragma('query_only = ON');
    expect(documents.write('policy', 'new', 1)).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    expect(documents.read('policy')).toEqual({ ok: true, value: 'old' });
    database.value.close();
  });
});
