import { describe, expect, it } from 'vitest';
import type { BackupCheck, BackupRow } from '../../../core/contract/shapes.ts';
import { checkWords, rehearsalWords } from '../../../renderer/state/backup-words.ts';
import { sheetWords, writtenSheetWords } from '../../../renderer/state/sheet-words.ts';

const nowMs = Date.UTC(2026, 10, 1);
const daysAgo = (days: number): number => nowMs - days * 86_400_000;
const check = (more: Partial<BackupCheck> = {}): BackupCheck => ({
  atMs: daysAgo(12),
  by: 'opened',
  result: 'ok',
  text: 'The copy opens.',
  ...more,
});
const row = (more: Partial<BackupRow> = {}): BackupRow => ({
  backupId: 'b1',
  component: 'vault',
  title: 'Vault',
  isOpenedHere: true,
  place: 'A bank',
  encryption: 'AES-256',
  access: 'The owner',
  twoPerson: 'no',
  geographicSplit: 'unknown',
  digest: null,
  setId: null,
  recordedAtMs: 0,
  retired: null,
  lastCheck: null,
  lastRehearsal: null,
  verifiedAtMs: null,
  ageDays: null,
  unmet: [],
  ...more,
});

describe('what is said of a backup', () => {
  it('is how it was verified, how long ago, and what was found', () => {
    expect(checkWords(row(), nowMs)).toBe('Never verified.');
    expect(checkWords(row({ lastCheck: check(), verifiedAtMs: daysAgo(12) }), nowMs)).toBe(
      'Verified by opening it, 12 days ago: The copy opens.',
    );
    const attested = check({ by: 'attested', text: 'Seen\u202e' });
    expect(checkWords(row({ lastCheck: attested }), nowMs)).toBe('Verified by attestation, 12 days ago: Seen⟨U+202E⟩');
  });

  it('is that the last look failed, and when one last went well', () => {
    const failed = check({ result: 'failed', text: 'It is another file.' });
    expect(checkWords(row({ lastCheck: failed, verifiedAtMs: daysAgo(40) }), nowMs)).toBe(
      'Failed by opening it, 12 days ago: It is another file. It was last verified 40 days ago.',
    );
    expect(checkWords(row({ lastCheck: failed }), nowMs)).toContain('It was never verified.');
  });

  it('is when shares were rehearsed last, whatever was looked at since', () => {
    expect(rehearsalWords([row()], nowMs)).toBe('No rehearsal is noted.');
    const older = check({ by: 'rehearsed', atMs: daysAgo(90), text: 'In the office.' });
    const newer = check({ by: 'rehearsed', atMs: daysAgo(9), result: 'failed', text: 'One was missing.' });
    const rows = [
      row({ setId: 'AAAA-BBBB', lastRehearsal: newer, lastCheck: check() }),
      row({ setId: 'CCCC-DDDD', lastRehearsal: older }),
    ];
    expect(rehearsalWords(rows, nowMs)).toBe('Set AAAA-BBBB was rehearsed 9 days ago, and it failed: One was missing.');
  });
});

describe('what is said of the lost-laptop sheet', () => {
  it('is whether it still holds, and where it is', () => {
    expect(sheetWords({ writtenAtMs: null, isCurrent: false }, nowMs)).toBe('It was not written yet.');
    expect(sheetWords({ writtenAtMs: daysAgo(3), isCurrent: true }, nowMs)).toContain('still holds');
    expect(sheetWords({ writtenAtMs: daysAgo(3), isCurrent: false }, nowMs)).toContain('write and print it again');
    expect(writtenSheetWords({ html: '/a/x.html', pdf: null })).toContain('/a/x.html: print it');
    expect(writtenSheetWords({ html: '/a/x.html', pdf: '/a/x.pdf' })).toContain('/a/x.pdf');
  });
});
