import { describe, expect, it } from 'vitest';
import { CredentialKind, CredentialPlace } from '../../../core/contract/schemas/custody.ts';
import type { CredentialRow } from '../../../core/contract/shapes.ts';
import {
  ageWords,
  answerWord,
  credentialKindNames,
  credentialTitle,
  dueWords,
  momentWord,
  placeWords,
  verdictWords,
} from '../../../renderer/state/custody-words.ts';

const dayMs = 86_400_000;
const nowMs = 1_780_000_000_000;

describe('words about credentials', () => {
  it('name every kind and every place', () => {
    for (const kind of CredentialKind.options) expect(credentialKindNames[kind]).not.toBe('');
    for (const place of CredentialPlace.options) expect(placeWords[place]).not.toBe('');
  });

  it('say when a rotation is due, and how pressing that is', () => {
    expect(dueWords({ dueAtMs: nowMs + 40 * dayMs, dueBy: 'interval' }, nowMs)).toEqual({
      text: 'Due in 40 days',
      tone: 'calm',
    });
    expect(dueWords({ dueAtMs: nowMs + 14 * dayMs, dueBy: 'venue' }, nowMs)).toEqual({
      text: 'Due in 14 days: the exchange ends it',
      tone: 'soon',
    });
    expect(dueWords({ dueAtMs: nowMs - 3 * dayMs, dueBy: 'interval' }, nowMs)).toEqual({
      text: 'Overdue by 3 days',
      tone: 'overdue',
    });
    expect(dueWords({ dueAtMs: nowMs, dueBy: 'interval' }, nowMs).tone).toBe('overdue');
    expect(dueWords({ dueAtMs: null, dueBy: 'interval' }, nowMs).text).toBe('No date');
  });

  it('say in the same sentence what keeps a fit key that is overdue from live trading', () => {
    const overdue = { dueLevel: 'overdue', state: 'active' } as const;
    const fit = { state: 'fresh', verdict: 'fit' } as const;
    expect(verdictWords(fit, overdue)).toMatch(
      /^[^.]*cannot take money out, but it is overdue: live trading cannot begin/,
    );
    expect(verdictWords(fit, { ...overdue, state: 'standby' })).toContain('once it is used');
  });

  it('never call a passport good that is not', () => {
    const now = { dueLevel: 'later', state: 'active' } as const;
    for (const state of ['fresh', 'stale', 'failed', 'unread'] as const) {
      for (const verdict of ['unfit', 'unknown'] as const) {
        expect(verdictWords({ state, verdict }, now)).not.toMatch(/cannot take money out/);
      }
    }
    expect(verdictWords({ state: 'fresh', verdict: 'fit' }, now)).toMatch(/cannot take money out/);
    expect(verdictWords({ state: 'stale', verdict: 'fit' }, now)).toMatch(/more than a day ago/);
    expect(verdictWords({ state: 'unread', verdict: 'unknown' }, now)).toMatch(/not taken for safe/);
  });

  it('keep what is not known apart from no', () => {
    expect(answerWord('unknown')).toBe('Unknown');
    expect(answerWord('untold')).toBe('Not told by the exchange');
    expect(momentWord('untold')).toBe('Not told by the exchange');
    expect(momentWord('never')).toBe('Never');
  });

  it('escape what a person or an exchange named', () => {
    expect(credentialTitle({ kind: 'cex-key', label: 'main\u202ekey', subject: 'binance' })).not.toContain('\u202e');
    expect(credentialTitle({ kind: 'api-token', label: '', subject: null })).toBe('Token of the local API');
  });

  it('say of a key whose making is not known since when it is here', () => {
    const row = { createdAtMs: null, enteredAtMs: nowMs - 2 * dayMs } as CredentialRow;
    expect(ageWords(row, nowMs)).toBe('entered 2 days ago, made at a time not known');
  });
});
