import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCredentialsTable, type StoredCredential } from '../../../core/custody/credentials-table.ts';
import { createPassports } from '../../../core/custody/passports.ts';
import { createPassportsTable } from '../../../core/custody/passports-table.ts';
import type { KeyRights } from '../../../core/domain/key-rights.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { manualClock } from '../../manual-clock.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const rights: KeyRights = {
  trade: 'yes',
  withdraw: 'no',
  futures: 'no',
  margin: 'no',
  ipRestricted: 'yes',
  createdAtMs: Date.UTC(2025, 11, 1),
  expiresAtMs: 'never',
  missing: [],
  label: null,
};
const credential: StoredCredential = {
  credentialId: 'c1',
  kind: 'cex-key',
  slot: 'setting:generic',
  subject: 'binance',
  label: 'A key',
  place: 'environment',
  fingerprint: '0011223344556677',
  state: 'active',
  createdAtMs: null,
  enteredAtMs: 1,
  lastRotatedAtMs: null,
  notAfterMs: null,
  intervalDays: 90,
  intervalReason: null,
  attested: null,
};

function read() {
  const database = unwrap(openDatabase(join(temporaryFolder(), 'console.db'), consoleMigrations));
  onTestFinished(() => void database.close());
  unwrap(createCredentialsTable(database).keep(credential, []));
  const passports = createPassports(createPassportsTable(database), manualClock(), {
    isStandIn: () => false,
    hadComeMs: 0,
  });
  unwrap(passports.took(credential, { rights, answerHash: 'h' }));
  const verdict = () => unwrap(passports.of(credential, 'binance')).verdict;
  return { database, passports, verdict };
}

describe('a passport after failed readings', () => {
  it('stays unfit for a key that is gone however many answers stay out, until it is read', () => {
    const { passports, verdict } = read();
    expect(verdict()).toBe('fit');
    unwrap(passports.failed(credential, { kind: 'dead', text: 'Binance has no such key.' }));
    expect(verdict()).toBe('unfit');
    for (const kind of ['unanswered', 'refused', 'unanswered'] as const) {
      unwrap(passports.failed(credential, { kind, text: 'It did not say.' }));
      expect(verdict()).toBe('unfit');
    }
    unwrap(passports.took(credential, { rights, answerHash: 'h2' }));
    expect(verdict()).toBe('fit');
  });

  it('stays unknown for a key that was not taken, although nobody answered afterwards', () => {
    const { passports, verdict } = read();
    unwrap(passports.failed(credential, { kind: 'refused', text: 'Binance does not take the key.' }));
    expect(verdict()).toBe('unknown');
    unwrap(passports.failed(credential, { kind: 'unanswered', text: 'Binance could not be reached.' }));
    expect(verdict()).toBe('unknown');
  });
});

describe('a passport of one exchange', () => {
  it('is none at another, although the same key in the same place is taken for one of it now', () => {
    const { passports } = read();
    const moved = { ...credential, subject: 'kraken' };
    expect(unwrap(passports.of(moved, 'kraken'))).toMatchObject({ state: 'unread', verdict: 'unknown' });
    unwrap(passports.failed(moved, { kind: 'unanswered', text: 'Kraken could not be reached.' }));
    expect(unwrap(passports.of(moved, 'kraken'))).toMatchObject({ readAtMs: null, verdict: 'unknown' });
  });

  it('is none at the exchange itself where something stood in for it, nor the other way round', () => {
    const { database, verdict } = read();
    const trying = createPassports(createPassportsTable(database), manualClock(), {
      isStandIn: (subject) => subject === 'binance',
      hadComeMs: 0,
    });
    expect(verdict()).toBe('fit');
    expect(unwrap(trying.of(credential, 'binance'))).toMatchObject({ state: 'unread', verdict: 'unknown' });
    unwrap(trying.took(credential, { rights, answerHash: 'h2' }));
    expect(unwrap(trying.of(credential, 'binance')).verdict).toBe('fit');
    expect(verdict()).toBe('unknown');
  });
});

describe('what an exchange said of a key that cannot be kept', () => {
  /** A console.db that takes nothing, as on a full disk or a read-only file system; lets it be written again. */
  function unwritable({ database }: ReturnType<typeof read>): () => void {
    database.pragma('query_only = ON');
    return () => void database.pragma('query_only = OFF');
  }
  /** The passports as the next run finds them. */
  const nextRun = ({ database }: ReturnType<typeof read>) =>
    unwrap(
      createPassports(createPassportsTable(database), manualClock(), { isStandIn: () => false, hadComeMs: 0 }).of(
        credential,
        'binance',
      ),
    );

  it('makes a dead key unfit all the same, says that it could not be kept, and is kept once it can be', () => {
    const place = read();
    const { passports, verdict } = place;
    const writable = unwritable(place);
    expect(passports.failed(credential, { kind: 'dead', text: 'Binance has no such key.' })).toMatchObject({
      error: { code: 'storage-failed' },
    });
    const told = unwrap(passports.of(credential, 'binance'));
    expect(told).toMatchObject({ verdict: 'unfit', state: 'failed' });
    expect(told.failure).toBe('Binance has no such key. (This could not be kept yet; that is tried again.)');
    passports.failed(credential, { kind: 'unanswered', text: 'It did not say.' });
    expect(verdict()).toBe('unfit');
    expect(nextRun(place).verdict).toBe('fit');
    writable();
    expect(verdict()).toBe('unfit');
    expect(nextRun(place)).toMatchObject({ verdict: 'unfit', failure: 'Binance has no such key.' });
  });

  it('counts against a key that can withdraw by now, and for none before it was kept', () => {
    const place = read();
    const { passports, verdict } = place;
    const writable = unwritable(place);
    passports.took(credential, { rights: { ...rights, withdraw: 'yes' }, answerHash: 'h2' });
    expect(verdict()).toBe('unfit');
    passports.took(credential, { rights, answerHash: 'h3' });
    expect(verdict()).toBe('unknown');
    writable();
    expect(verdict()).toBe('fit');
    expect(nextRun(place)).toMatchObject({ verdict: 'fit', answerHash: 'h3' });
  });
});
