import { describe, expect, it } from 'vitest';
import type { CredentialKind } from '../../../core/contract/shapes.ts';
import { byDue, firstToOpen } from '../../../renderer/state/custody-order.ts';

describe('the order of the credentials', () => {
  it('has the longest overdue first, then what is due, then what has no date, and what is retired last', () => {
    const all = [
      { name: 'no date', dueAtMs: null, state: 'active' },
      { name: 'retired', dueAtMs: 1, state: 'retired' },
      { name: 'later', dueAtMs: 9_000, state: 'active' },
      { name: 'overdue', dueAtMs: 20, state: 'standby' },
      { name: 'long overdue', dueAtMs: 10, state: 'active' },
      { name: 'no date either', dueAtMs: null, state: 'missing' },
    ] as const;
    expect(byDue(all).map(({ name }) => name)).toEqual([
      'long overdue',
      'overdue',
      'later',
      'no date',
      'no date either',
      'retired',
    ]);
  });

  it('opens the credential of the procedure under way, unless another kind was come for', () => {
    const row = (credentialId: string, kind: CredentialKind) =>
      ({ credentialId, kind, dueAtMs: null, state: 'active' }) as const;
    const all = [row('token', 'api-token'), row('key', 'cex-key'), row('password', 'keystore-password')];
    const opened = (wanted: CredentialKind | null, ofProcedure: string | null) =>
      firstToOpen(all, { wanted, ofProcedure })?.credentialId;
    expect(opened(null, null)).toBe('key');
    expect(opened(null, 'password')).toBe('password');
    expect(opened('api-token', 'password')).toBe('token');
    expect(opened(null, 'a drill, which is of none')).toBe('key');
  });
});
