import { describe, expect, it } from 'vitest';
import { backupComponents } from '../../../../core/procedures/backups/backup-components.ts';
import { mayBeShare } from '../../../../core/procedures/backups/backup-problems.ts';
import { besideOtherParty, comparablePlace, unmetRules } from '../../../../core/procedures/backups/backup-rules.ts';
import type { StoredBackup, StoredCheck } from '../../../../core/procedures/backups/backups-table.ts';
import { someSet } from '../recovery/some-set.ts';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 10, 1);
const backup = (changed: Partial<StoredBackup> = {}): StoredBackup => ({
  backupId: 'a',
  component: 'vault',
  place: 'A bank',
  encryption: 'AES-256',
  access: 'Me',
  twoPerson: 'no',
  geographicSplit: 'no',
  digest: null,
  setId: null,
  recordedAtMs: 0,
  retiredAtMs: null,
  retiredReason: null,
  ...changed,
});
const check = (days: number, result: 'ok' | 'failed' = 'ok'): StoredCheck => ({
  atMs: nowMs - days * dayMs,
  by: 'attested',
  result,
  text: '',
});
const unmet = (
  changed: Partial<StoredBackup>,
  checks: readonly StoredCheck[] = [check(0)],
  kept: StoredBackup[] = [],
) => unmetRules(backup(changed), checks, kept, nowMs);

describe('what a backup is held against', () => {
  it("has CUSTODY.md's rows first, with its columns", () => {
    const rows = Object.values(backupComponents).slice(0, 4);
    expect(rows.map(({ title }) => title)).toEqual([
      'Party 0 keyshare',
      'Party 1 keyshare',
      'Recovery seed',
      'TLS certificates',
    ]);
    expect(rows.map(({ expected }) => expected.encryption)).toEqual([
      'AES-256',
      'AES-256',
      'Shamir, 3 of 5',
      'At rest',
    ]);
    // What is a party's, or a share, is never opened by the console.
    expect(rows.filter(({ isOpenedHere }) => isOpenedHere)).toEqual([]);
  });

  it.each(['mpc-party-0', 'mpc-party-1'] as const)(
    'two persons for %s: yes meets it, no and unknown do not',
    (component) => {
      expect(unmet({ component, twoPerson: 'yes' })).toEqual([]);
      expect(unmet({ component, twoPerson: 'no' })).toEqual([
        'Unmet: CUSTODY.md asks that two persons are needed to open it.',
      ]);
      expect(unmet({ component, twoPerson: 'unknown' })).toEqual([expect.stringContaining('that is not known')]);
    },
  );

  it('a split over places for a recovery seed; two shares of one set at one place do not meet it', () => {
    const share = { component: 'recovery-seed', geographicSplit: 'yes', setId: 'AAAA-AAAA' } as const;
    expect(unmet(share)).toEqual([]);
    expect(unmet({ ...share, geographicSplit: 'unknown' })).toHaveLength(1);
    const beside = backup({ ...share, backupId: 'b', place: 'a  BANK.' });
    expect(unmet(share, [check(0)], [backup(share), beside])).toEqual([expect.stringContaining('the same place')]);
    expect(unmet(share, [check(0)], [backup(share), { ...beside, setId: 'BBBB-BBBB' }])).toEqual([]);
  });

  it('being verified, of late, and not failing the last time', () => {
    expect(unmet({}, [])).toEqual([expect.stringContaining('never opened')]);
    expect(unmet({ component: 'tls-certificates' }, [])).toEqual([expect.stringContaining('never verified')]);
    expect(unmet({}, [check(180)])).toEqual([]);
    expect(unmet({}, [check(181)])).toEqual([expect.stringContaining('181 days ago')]);
    expect(unmet({}, [check(3), check(1, 'failed')])).toEqual([expect.stringContaining('the last check failed')]);
    expect(unmet({}, [check(3, 'failed'), check(1)])).toEqual([]);
    expect(unmet({}, [check(-2)])).toEqual([expect.stringContaining('still to come')]);
  });
});

describe('the same place for both parties', () => {
  it.each([
    ['The safe, at the Bank', 'the safe at the bank!'],
    ['Schließfach 4', 'SCHLIESSFACH-4'.replace('SS', 'ß')],
    ['Ｂank', 'bank'],
    ['HSM\u200b 1', 'hsm1'],
  ])('%s is %s', (one, other) => {
    expect(comparablePlace(one)).toBe(comparablePlace(other));
    const kept = [backup({ component: 'mpc-party-0', place: one })];
    expect(besideOtherParty({ component: 'mpc-party-1', place: other }, kept)).not.toBeNull();
  });

  it('is none for a second backup of one party, at another place, or of something else', () => {
    const kept = [backup({ component: 'mpc-party-0', place: 'The bank' })];
    expect(besideOtherParty({ component: 'mpc-party-0', place: 'The bank' }, kept)).toBeNull();
    expect(besideOtherParty({ component: 'mpc-party-1', place: 'The office' }, kept)).toBeNull();
    expect(besideOtherParty({ component: 'vault', place: 'The bank' }, kept)).toBeNull();
  });
});

describe('a share typed where none belongs', () => {
  it('is seen however it is written, and no sentence is taken for one', async () => {
    const [share = ''] = (await someSet()).shares;
    for (const text of [
      share,
      share.toLowerCase(),
      share.replaceAll('-', ''),
      share.replaceAll('-', ' '),
      `my share: ${share}`,
    ]) {
      expect(mayBeShare(text), text.slice(0, 12)).toBe(true);
    }
    const sentence =
      'In the safe of the notary in the old town, second drawer from above, in a sealed envelope with both names';
    expect(mayBeShare(sentence)).toBe(false);
  });
});
