import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base32Symbols, decodeBase32, encodeBase32 } from '../../../../core/procedures/recovery/base32.ts';
import { readShare, shareSymbols, shareText } from '../../../../core/procedures/recovery/share.ts';
import { recoveryKinds } from '../../../../core/procedures/recovery/subject.ts';
import { someAddress, someSet } from './some-set.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const symbolsOf = (text: string) => text.replaceAll('-', '');

describe('base32 for people', () => {
  it('is that of Crockford', () => {
    // The example that base64.sh/crockford32 gives.
    expect(encodeBase32(bytes('Hello'))).toBe('91JP-RV3F');
    expect(encodeBase32(new Uint8Array(5).fill(255))).toBe('ZZZZ-ZZZZ');
    expect(base32Symbols).toHaveLength(32);
    for (const letter of 'ILOU') expect(base32Symbols).not.toContain(letter);
  });

  it('is read in either case, with I and L for 1 and O for 0, whatever stands between', () => {
    expect(decodeBase32('91jp rv3f')).toEqual({ ok: true, value: bytes('Hello') });
    expect(decodeBase32('9ijp-rv3f')).toEqual(decodeBase32('91JPRV3F'));
    expect(decodeBase32('9LJP\tRV3F\n')).toEqual(decodeBase32('91JPRV3F'));
    expect(decodeBase32('ooOO-0000')).toEqual({ ok: true, value: new Uint8Array(5) });
  });

  it.each(['u', 'U', '*', '~', '$', '=', 'ß', '😀'])('refuses %s and says where it stands', (sign) => {
    expect(decodeBase32(`91JP-R${sign}3F`)).toMatchObject({ ok: false, error: { at: 6 } });
  });

  it('gives back what went in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), (some) => {
        const whole = Uint8Array.from([...some, ...some, ...some, ...some, ...some]);
        expect(decodeBase32(encodeBase32(whole))).toEqual({ ok: true, value: whole });
      }),
    );
  });
});

describe('the text of a share', () => {
  it('says its set, index, threshold, count and what it is for, and reads back the same', () => {
    const share = fc.record({
      set: fc.uint8Array({ minLength: 5, maxLength: 5 }).map(encodeBase32),
      numbers: fc
        .tuple(fc.integer({ min: 2, max: 16 }), fc.nat(), fc.nat())
        .map(([count, t, i]) => ({ count, threshold: 2 + (t % (count - 1)), index: 1 + (i % count) })),
      subject: fc.record({ kind: fc.constantFrom(...recoveryKinds), address: fc.constantFrom(null, someAddress) }),
      part: fc.uint8Array({ minLength: 33, maxLength: 33 }),
    });
    fc.assert(
      fc.property(share, ({ numbers, part, set, subject }) => {
        const one = { set, ...numbers, subject, part };
        const text = shareText(one);
        expect(symbolsOf(text)).toHaveLength(shareSymbols);
        expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){25}[0-9A-HJKMNP-TV-Z]{4}$/);
        expect(readShare(text.toLowerCase().replaceAll('-', ' '))).toEqual({ ok: true, value: one });
      }),
    );
  });

  it('is named as corrupt when a single character is another, whichever it is and wherever it stands', async () => {
    const [text = ''] = (await someSet()).shares;
    const symbols = symbolsOf(text);
    let tried = 0;
    for (const [at, right] of [...symbols].entries()) {
      for (const wrong of base32Symbols.replace(right, '')) {
        const changed = readShare(symbols.slice(0, at) + wrong + symbols.slice(at + 1));
        if (changed.ok || changed.error.code !== 'corrupt-share') throw new Error(`${wrong} at ${at} went unseen`);
        tried += 1;
      }
    }
    expect(tried).toBe(104 * 31);
  });

  it('is named as corrupt when two neighbours are exchanged', async () => {
    const symbols = symbolsOf((await someSet()).shares[1] ?? '');
    for (let at = 0; at + 1 < symbols.length; at += 1) {
      const [a = '', b = ''] = [symbols[at], symbols[at + 1]];
      if (a === b) continue;
      const swapped = symbols.slice(0, at) + b + a + symbols.slice(at + 2);
      expect(readShare(swapped)).toEqual({ ok: false, error: { code: 'corrupt-share' } });
    }
  });

  it('is no share when it is too short, too long, or has a sign that none has', async () => {
    const [text = ''] = (await someSet()).shares;
    for (const wrong of ['', 'not one', text.slice(1), `${text}0`, text.repeat(2)]) {
      expect(readShare(wrong)).toMatchObject({ ok: false, error: { code: 'not-a-share' } });
    }
    expect(readShare(`${text.slice(0, 10)}U${text.slice(11)}`)).toMatchObject({
      error: { code: 'not-a-share', why: "has 'U' in group 3, which no share has" },
    });
    // What a terminal would obey is not repeated.
    expect(readShare(`\u001b[2J${text}`)).toMatchObject({
      error: { why: "has 'a sign that cannot be shown' in group 1, which no share has" },
    });
  });
});
