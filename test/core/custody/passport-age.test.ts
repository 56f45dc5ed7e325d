import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCredentialsTable, type StoredCredential } from '../../../core/custody/credentials-table.ts';
import { createPassports, passportHoldsMs } from '../../../core/custody/passports.ts';
import { createPassportsTable } from '../../../core/custody/passports-table.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { manualClock } from '../../manual-clock.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { best, dayMs, nowMs } from './judged-key.ts';

describe('the age of a passport', () => {
  const credential: StoredCredential = {
    credentialId: 'c1',
    kind: 'cex-key',
    slot: null,
    subject: 'kraken',
    label: 'A key',
    place: 'vault',
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
  function kept() {
    const database = unwrap(openDatabase(join(temporaryFolder(), 'console.db'), consoleMigrations));
    onTestFinished(() => void database.close());
    unwrap(createCredentialsTable(database).keep(credential, []));
    unwrap(
      createCredentialsTable(database).keep(
        { ...credential, credentialId: 'c2', label: 'Another', state: 'standby' },
        [],
      ),
    );
    const clock = manualClock(nowMs);
    const open = (hadComeMs = 0) =>
      createPassports(createPassportsTable(database), clock, { isStandIn: () => false, hadComeMs });
    const passports = open();
    unwrap(passports.took(credential, { rights: best, answerHash: 'h' }));
    const look = (from = passports) => {
      const { state, verdict } = unwrap(from.of(credential, 'kraken'));
      return [state, verdict];
    };
    return { clock, open, look, passports };
  }

  it('ends after 24 hours, and no clock that is set back makes it young again', () => {
    const { clock, look, open } = kept();
    clock.wind(passportHoldsMs);
    expect(look()).toEqual(['fresh', 'fit']);
    clock.wind(1);
    expect(look()).toEqual(['stale', 'unknown']);
    clock.jump(-dayMs);
    expect(look()).toEqual(['stale', 'unknown']);
    expect(look(open())).toEqual(['stale', 'unknown']);
  });

  it('ends after 24 hours of the machine, asleep or with a wall clock that was set back in time', () => {
    const { clock, look } = kept();
    clock.jump(-1000);
    clock.wind(passportHoldsMs - 10);
    clock.jump(-dayMs / 2);
    clock.wind(20);
    expect(look()).toEqual(['stale', 'unknown']);
  });

  it('is none where the clock stands before the time it was read', () => {
    const { clock, look, open } = kept();
    clock.jump(-120_000);
    expect(look(open())).toEqual(['stale', 'unknown']);
  });

  it('is counted to what was written last where the clock was set back while the console was closed', () => {
    const { clock, look, open } = kept();
    clock.jump(dayMs / 2);
    expect(look(open(nowMs + passportHoldsMs))).toEqual(['fresh', 'fit']);
    expect(look(open(nowMs + passportHoldsMs + 1))).toEqual(['stale', 'unknown']);
  });

  it('is counted to the newest reading of any key', () => {
    const { clock, look, open, passports } = kept();
    clock.jump(passportHoldsMs + 1);
    unwrap(passports.took({ ...credential, credentialId: 'c2' }, { rights: best, answerHash: 'h2' }));
    clock.jump(-dayMs / 2);
    expect(look(open())).toEqual(['stale', 'unknown']);
  });

  it('is over for every later run once a run began after it, whoever looked', () => {
    const { clock, look, open } = kept();
    clock.jump(3 * dayMs);
    open();
    clock.jump(-2.5 * dayMs);
    expect(look(open())).toEqual(['stale', 'unknown']);
  });

  it('goes on by the time of the machine for a passport that an earlier run has read', () => {
    const { clock, look, open } = kept();
    clock.wind(dayMs / 2);
    const later = open();
    clock.jump(-dayMs / 2 + 1000);
    clock.wind(dayMs / 2 - 10);
    expect(look(later)).toEqual(['fresh', 'fit']);
    clock.wind(20);
    expect(look(later)).toEqual(['stale', 'unknown']);
  });

  it('begins anew with a reading after a restart with a clock that was set back', () => {
    const { clock, look, open } = kept();
    clock.jump(-10 * dayMs);
    const later = open(nowMs + 5 * dayMs);
    expect(look(later)).toEqual(['stale', 'unknown']);
    unwrap(later.took(credential, { rights: best, answerHash: 'h2' }));
    expect(look(later)).toEqual(['fresh', 'fit']);
  });

  it('begins anew with a reading, and outlasts a failed one no longer', () => {
    const { clock, look, passports } = kept();
    clock.wind(passportHoldsMs - 10);
    unwrap(passports.failed(credential, { kind: 'unanswered', text: 'Nobody answered.' }));
    expect(look()).toEqual(['failed', 'fit']);
    clock.wind(20);
    expect(look()).toEqual(['failed', 'unknown']);
    unwrap(passports.took(credential, { rights: best, answerHash: 'h2' }));
    expect(look()).toEqual(['fresh', 'fit']);
  });

  it('counts for no other key that comes into its place', () => {
    const { passports } = kept();
    const other = { ...credential, fingerprint: '8899aabbccddeeff' };
    expect(unwrap(passports.of(other, 'kraken'))).toMatchObject({ state: 'unread', verdict: 'unknown' });
  });
});
