import { describe, expect, it } from 'vitest';
import { shownText } from '../../renderer/escape.ts';

describe('text of others', () => {
  it('leaves plain text of any language as it is', () => {
    for (const text of ['BTC/USDT at 61 000.5', 'Grüße, 価格, цена', 'a – b … ™ 😀'])
      expect(shownText(text)).toBe(text);
  });

  it('spells out control, bidi, zero-width and tag characters', () => {
    expect(shownText('a\u202eb')).toBe('a⟨U+202E⟩b');
    expect(shownText('\u200b\u2066\ufeff\u00ad')).toBe('⟨U+200B⟩⟨U+2066⟩⟨U+FEFF⟩⟨U+00AD⟩');
    expect(shownText('x\u0000\u001b[2J\r\t')).toBe('x⟨U+0000⟩⟨U+001B⟩[2J⟨U+000D⟩⟨U+0009⟩');
    expect(shownText('\u{e0041}')).toBe('⟨U+E0041⟩');
  });

  it('spells out spaces that look like the plain one, fillers, variation selectors and lone surrogates', () => {
    expect(shownText('a\u00a0b\u3000c\u2028')).toBe('a⟨U+00A0⟩b⟨U+3000⟩c⟨U+2028⟩');
    expect(shownText('\u3164\u115f\u2800\ufe0f\u034f')).toBe('⟨U+3164⟩⟨U+115F⟩⟨U+2800⟩⟨U+FE0F⟩⟨U+034F⟩');
    expect(shownText('\ud800!')).toBe('⟨U+D800⟩!');
  });

  it('keeps line ends only where the text has lines', () => {
    expect(shownText('a\nb')).toBe('a⟨U+000A⟩b');
    expect(shownText('a\nb\tc', true)).toBe('a\nb⟨U+0009⟩c');
  });
});
