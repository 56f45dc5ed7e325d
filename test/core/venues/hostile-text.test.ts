import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainVenueText } from '../../../core/venues/hostile-text.ts';

describe("a venue's words", () => {
  it('are shown as they are when they are plain', () => {
    expect(plainVenueText('Filter failure: NOTIONAL')).toBe('Filter failure: NOTIONAL');
    expect(plainVenueText('余额不足')).toBe('余额不足');
  });

  it('cannot break a line, turn the writing direction or hide characters', () => {
    expect(plainVenueText('a\nb\u001b[31m')).toBe('a\\u{a}b\\u{1b}[31m');
    expect(plainVenueText('\u202etxt.exe\u200b\u2066\ufeff\u00ad')).toBe(
      '\\u{202e}txt.exe\\u{200b}\\u{2066}\\u{feff}\\u{ad}',
    );
  });

  it('lose links, signatures, given secrets and anything that looks like a key', () => {
    const text = `see https://evil.example/?a=1 signature=abcd&x my-key ${'k'.repeat(64)} end`;
    expect(plainVenueText(text, ['my-key'])).toBe('see (link) signature=(cut)&x (cut) (cut) end');
  });

  it('are cut to 300 characters, never through the middle of one', () => {
    expect(plainVenueText(`${'a b '.repeat(100)}`)).toHaveLength(300);
    const cut = plainVenueText(`${'a '.repeat(149)}x${'\u{1f512}'.repeat(4)}`);
    expect(cut.length).toBe(300);
    expect(cut.isWellFormed()).toBe(true);
  });

  it('hold nothing hidden whatever they were', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const plain = plainVenueText(text);
        expect(plain).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
        expect(plain.length).toBeLessThanOrEqual(300);
        expect(plain.isWellFormed()).toBe(true);
      }),
    );
  });
});
