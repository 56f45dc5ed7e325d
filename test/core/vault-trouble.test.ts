import { describe, expect, it } from 'vitest';
import type { VaultState, VenueStanding } from '../../core/contract/shapes.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { vaultTrouble } from '../../core/vault-trouble.ts';

const bytes = new Uint8Array([1, 2, 3]);
const vault = (state: VaultState, taken: Result<Uint8Array> = ok(bytes), problem: string | null = null) => ({
  state: () => state,
  problem: () => problem,
  take: () => taken,
});
const exchange = (isArmed: boolean, keyProblem: string | null) => ({
  isArmed: () => isArmed,
  standing: () => ({ title: 'Kraken', keyProblem }) as VenueStanding,
});

describe('what live trading rests on in the vault', () => {
  it('is well where a record opens, which is overwritten then, and where there is no vault', () => {
    expect(vaultTrouble(vault('open'), [exchange(true, null)])).toBeNull();
    expect([...bytes]).toEqual([0, 0, 0]);
    expect(vaultTrouble(vault('absent'), [])).toBeNull();
  });

  it('is in trouble where the vault is locked, does not fit, or a record of it does not open', () => {
    const unread = err({ code: 'storage-failed', retry: 'after-checking', what: 'a record' } as const);
    expect(vaultTrouble(vault('locked'), [])).toMatch(/locked/);
    expect(vaultTrouble(vault('locked', ok(bytes), 'The key does not fit.'), [])).toBe('The key does not fit.');
    expect(vaultTrouble(vault('open', unread), [])).toMatch(/no longer be read \(storage-failed\)/);
  });

  it('is in trouble where the key of an armed exchange cannot be read, and of no other', () => {
    expect(vaultTrouble(vault('open'), [exchange(false, 'It is gone.')])).toBeNull();
    expect(vaultTrouble(vault('open'), [exchange(true, 'It is gone.')])).toBe(
      'The key of Kraken cannot be read: It is gone.',
    );
  });
});
