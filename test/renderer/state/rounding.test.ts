import { describe, expect, it } from 'vitest';
import { decimal } from '../../../core/domain/money.ts';
import { isRounding } from '../../../renderer/state/rounding.ts';

describe('what is called rounding', () => {
  const tick = decimal('0.5');

  it('is a difference of less than one step, upwards or downwards', () => {
    expect(isRounding(decimal('100'), '100.4', tick)).toBe(true);
    expect(isRounding(decimal('100.5'), '100.4', tick)).toBe(true);
  });

  it('is no difference at all, and never a whole step or more', () => {
    expect(isRounding(decimal('100'), '100.00', tick)).toBe(false);
    expect(isRounding(decimal('100'), '100.5', tick)).toBe(false);
    expect(isRounding(decimal('61000'), '59000', tick)).toBe(false);
  });

  it('is nothing of what is not known or cannot be read', () => {
    expect(isRounding(null, '100', tick)).toBe(false);
    expect(isRounding(undefined, '100', tick)).toBe(false);
    expect(isRounding(decimal('100'), '', tick)).toBe(false);
  });
});
