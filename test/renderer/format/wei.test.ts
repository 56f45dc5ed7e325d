import { describe, expect, it } from 'vitest';
import { coins, gwei, weiOfGwei } from '../../../renderer/format/wei.ts';

describe('wei on screen', () => {
  it('are coins to the last digit, never rounded and never in scientific notation', () => {
    expect(coins('1250032355927324000', 'ETH')).toBe('1.250032355927324 ETH');
    expect(coins('1', 'ETH')).toBe('0.000000000000000001 ETH');
    expect(coins('10000000000000000000000', 'ETH')).toBe('10\u202f000 ETH');
    expect(coins('0', 'ETH')).toBe('0 ETH');
  });

  it('say a text that is no whole number as it is, escaped, and escape the symbol', () => {
    expect(coins('-5', 'E\u202eH')).toBe('-5 E⟨U+202E⟩H');
  });

  it('are gwei where a unit of gas is priced, there and back', () => {
    expect(gwei('1540758444')).toBe('1.540758444 gwei');
    expect(weiOfGwei('1.540758444')).toBe('1540758444');
    expect(weiOfGwei('20')).toBe('20000000000');
    expect(weiOfGwei('0,5')).toBe('500000000');
  });

  it('refuse gwei with parts of a wei, below zero, or that are none', () => {
    for (const typed of ['0.0000000001', '-1', 'fast', '', '1e9']) expect(weiOfGwei(typed), typed).toBeNull();
  });
});
