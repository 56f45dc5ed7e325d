import { combine } from 'shamir-secret-sharing';
import { describe, expect, it } from 'vitest';
import { systemIds } from '../../../../core/node-ports.ts';
import { bundleText, openBundle, readBundle } from '../../../../core/procedures/recovery/bundle.ts';
import { gatherShares } from '../../../../core/procedures/recovery/combine.ts';
import { contentBytes, readContent } from '../../../../core/procedures/recovery/content.ts';
import { problemWords } from '../../../../core/procedures/recovery/problem.ts';
import { readShare, shareText } from '../../../../core/procedures/recovery/share.ts';
import { splitRecovery } from '../../../../core/procedures/recovery/split.ts';
import { bundleOf, choices, outcome, someContent, someSet } from './some-set.ts';

const content = new TextDecoder().decode(someContent);
const numbers: readonly (readonly [number, number])[] =
  process.env.PORTCULLIS_LONG === undefined
    ? [
        [2, 2],
        [3, 5],
        [2, 6],
        [7, 7],
      ]
    : Array.from({ length: 9 }, (_, at) => at + 2).flatMap((count) =>
        Array.from({ length: count - 1 }, (_, at) => [at + 2, count] as const),
      );

describe('the sharing under it', () => {
  it('is over the field of AES, as others have it', async () => {
    // The first test case of draft-mcgrew-tss-03, section 9: secret 7465737400 out of shares 1 and 2.
    const share = (digits: string, at: number) => Uint8Array.from([...Buffer.from(digits, 'hex'), at]);
    const secret = await combine([share('B9FA07E185', 1), share('F5409B4511', 2)]);
    expect(Buffer.from(secret).toString('hex')).toBe('7465737400');
  });
});

describe('recovery shares', () => {
  it.each(numbers)(
    '%d of %d: every choice of as many opens, in any order; one fewer is told how many more',
    async (k, n) => {
      const { bundle, shares } = await someSet(k, n);
      expect(shares).toHaveLength(n);
      for (const chosen of choices(shares, k)) {
        expect(await outcome(bundle, chosen)).toBe(content);
        expect(await outcome(bundle, [...chosen].reverse())).toBe(content);
      }
      for (const chosen of choices(shares, k - 1)) expect(await outcome(bundle, chosen)).toBe('missing-shares');
    },
  );

  it('one fewer than needed say nothing of the key: neither they alone nor with a guess beside them open anything', async () => {
    const { bundle, shares } = await someSet(4, 6);
    const partOf = (text: string): Uint8Array => {
      const read = readShare(text);
      if (!read.ok) throw new Error(read.error.code);
      return read.value.part;
    };
    for (const three of choices(shares, 3)) {
      // Past our own counting: what the sharing itself gives for three of four.
      const key = await combine(three.map(partOf));
      expect(openBundle(bundleOf(bundle), key)).toMatchObject({ error: { code: 'wrong-bundle' } });
    }
    const last = readShare(shares[5] ?? '');
    if (!last.ok) throw new Error('no share');
    // A share that nobody has made, with a checksum that holds; its place is none of the others'.
    const places = shares.map((text) => partOf(text).at(-1));
    const place = [1, 2, 3, 4, 5, 6, 7].find((one) => !places.includes(one)) ?? 0;
    const guess = shareText({ ...last.value, part: Uint8Array.from([...systemIds.bytes(32), place]) });
    for (const three of choices(shares.slice(0, 5), 3)) {
      expect(await outcome(bundle, [...three, guess])).toBe('wrong-bundle');
    }
  });

  it('tells a share given twice, one of another set, one of another split, and takes none of them', async () => {
    const [first, second] = [await someSet(), await someSet()];
    const gathering = gatherShares(bundleOf(first.bundle));
    const [one = '', two = '', three = ''] = first.shares;
    expect(gathering.add(one)).toEqual({ ok: true, value: { index: 1, missing: 2 } });
    expect(gathering.add(one.toLowerCase())).toEqual({ ok: false, error: { code: 'duplicate-share', index: 1 } });
    expect(gathering.add(second.shares[1] ?? '')).toEqual({
      ok: false,
      error: { code: 'wrong-set', set: second.set.set, expected: first.set.set },
    });
    const read = readShare(two);
    if (!read.ok) throw new Error('no share');
    for (const other of [
      { ...read.value, threshold: 2 },
      { ...read.value, count: 6 },
      { ...read.value, subject: { ...read.value.subject, kind: 'mpc-1' as const } },
      { ...read.value, subject: { ...read.value.subject, address: null } },
    ]) {
      expect(gathering.add(shareText(other))).toEqual({ ok: false, error: { code: 'wrong-threshold', index: 2 } });
    }
    expect(gathering.add(`${two.slice(0, -1)}${two.endsWith('0') ? '1' : '0'}`)).toMatchObject({
      error: { code: 'corrupt-share' },
    });
    expect(await gathering.open()).toEqual({ ok: false, error: { code: 'missing-shares', missing: 2 } });
    expect(gathering.add(two)).toMatchObject({ value: { missing: 1 } });
    expect(gathering.add(three)).toMatchObject({ value: { missing: 0 } });
    expect(await gathering.open()).toMatchObject({ ok: true });
  });

  it('a share with a part of its own and a checksum that holds is told by the seal', async () => {
    const { bundle, shares } = await someSet(2, 3);
    const read = readShare(shares[1] ?? '');
    if (!read.ok) throw new Error('no share');
    for (const at of [0, 31, 32]) {
      const part = Uint8Array.from(read.value.part);
      part[at] = (part[at] ?? 0) ^ 1 || 2;
      expect(await outcome(bundle, [shares[0] ?? '', shareText({ ...read.value, part })])).toBe('wrong-bundle');
    }
    const first = readShare(shares[0] ?? '');
    if (!first.ok) throw new Error('no share');
    // Two shares read at the same place cannot be combined at all.
    const same = shareText({ ...read.value, part: first.value.part });
    expect(await outcome(bundle, [shares[0] ?? '', same])).toBe('wrong-bundle');
  });

  it('nothing of a bundle can be changed, nor another be put in its place under the same name', async () => {
    const { bundle, shares } = await someSet(2, 3);
    const other = bundleOf((await someSet(2, 3)).bundle);
    const own = bundleOf(bundle);
    const changed = Uint8Array.from(own.sealed);
    changed[3] = (changed[3] ?? 0) ^ 1;
    for (const wrong of [
      { ...own, sealed: changed },
      { ...own, madeAtMs: own.madeAtMs + 1 },
      { ...other, set: own.set },
    ]) {
      expect(await outcome(bundleText(wrong), shares.slice(0, 2))).toBe('wrong-bundle');
    }
    expect(await outcome(bundleText({ ...own, subject: { ...own.subject, kind: 'mpc-0' } }), shares.slice(0, 2))).toBe(
      'wrong-threshold',
    );
    for (const text of [
      '',
      '{}',
      'null',
      bundle.slice(1),
      bundle.replace('"v":1', '"v":2'),
      `{"more":1,${bundle.slice(1)}`,
    ]) {
      expect(readBundle(text)).toMatchObject({ error: { code: 'not-a-bundle' } });
    }
    expect(readBundle(bundleText({ ...own, threshold: 4 }))).toMatchObject({ error: { code: 'not-a-bundle' } });
  });

  it.each([
    [1, 5],
    [6, 5],
    [2, 17],
    [0, 0],
    [2.5, 5],
    [Number.NaN, 5],
  ])('%d of %d cannot be had', async (threshold, count) => {
    const asked = { subject: { kind: 'vault', address: null } as const, threshold, count };
    const made = await splitRecovery(someContent, asked, { clock: { nowMs: () => 0 }, ids: systemIds });
    expect(made).toMatchObject({ ok: false, error: { code: 'bad-numbers' } });
  });

  it('the wrapping key and what was given are overwritten', async () => {
    const drawn: Uint8Array[] = [];
    const bytes = (length: number): Uint8Array => {
      const lot = systemIds.bytes(length);
      drawn.push(lot);
      return lot;
    };
    const asked = { subject: { kind: 'vault', address: null } as const, threshold: 2, count: 2 };
    await splitRecovery(someContent, asked, { clock: { nowMs: () => 0 }, ids: { ...systemIds, bytes } });
    expect(drawn.find(({ length }) => length === 32)?.every((byte) => byte === 0)).toBe(true);
    const { bundle, shares } = await someSet(2, 2);
    const gathering = gatherShares(bundleOf(bundle));
    for (const share of shares) gathering.add(share);
    gathering.forget();
    expect(await gathering.open()).toEqual({ ok: false, error: { code: 'missing-shares', missing: 2 } });
  });

  it('a bundle holds a file, with or without what opens it', () => {
    const file = Uint8Array.from([0, 255, 10]);
    for (const passphrase of [null, 'correct horse']) {
      expect(readContent(contentBytes({ file, passphrase }))).toEqual({ file, passphrase });
    }
    expect(readContent(someContent)).toBeNull();
  });

  it('every problem is a sentence', () => {
    expect(problemWords({ code: 'missing-shares', missing: 1 })).toBe('One more share is needed.');
    expect(problemWords({ code: 'missing-shares', missing: 2 })).toBe('2 more shares are needed.');
    expect(problemWords({ code: 'duplicate-share', index: 4 })).toContain('Share 4');
    expect(problemWords({ code: 'wrong-set', set: 'AAAA-AAAA', expected: 'BBBB-BBBB' })).toContain('not of BBBB-BBBB');
  });
});
