import { describe, expect, it } from 'vitest';
import { rotationsOf } from '../../../core/contract/rotations-of.ts';

describe('the rotations of a credential', () => {
  it('are those of its kind while it is in use, and none else', () => {
    expect(rotationsOf({ kind: 'cex-key', state: 'active' })).toEqual(['rotate-exchange-key']);
    expect(rotationsOf({ kind: 'api-token', state: 'active' })).toEqual(['rotate-api-token']);
    expect(rotationsOf({ kind: 'cex-key', state: 'standby' })).toEqual([]);
  });
});
