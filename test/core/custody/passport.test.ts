import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgePassport } from '../../../core/custody/passport.ts';
import { exchangeNames } from '../../../core/domain/exchanges.ts';
import { answers, type KeyRights, unknownRights } from '../../../core/domain/key-rights.ts';
import { best, dayMs, nowMs, question, verdict } from './judged-key.ts';

describe('a passport', () => {
  it('is fit only with everything known and as it must be', () => {
    expect(verdict(best)).toBe('fit');
    expect(verdict(null)).toBe('unknown');
    expect(verdict(unknownRights)).toBe('unknown');
    expect(verdict(best, { isStale: true })).toBe('unknown');
    expect(verdict({ ...best, withdraw: 'yes' })).toBe('unfit');
    expect(verdict({ ...best, withdraw: 'unknown' })).toBe('unknown');
    expect(verdict({ ...best, trade: 'no' })).toBe('unfit');
    expect(verdict({ ...best, expiresAtMs: nowMs })).toBe('unfit');
    expect(verdict({ ...best, expiresAtMs: 'unknown' })).toBe('unknown');
    expect(verdict({ ...best, missing: ['query-funds'] })).toBe('unfit');
  });

  it('takes what is known to be wrong for wrong, however old it is', () => {
    expect(verdict({ ...best, withdraw: 'yes' }, { isStale: true })).toBe('unfit');
  });

  it('names what it found in sentences: what is only recommended warns', () => {
    const { findings, verdict } = judgePassport(
      question(
        {
          ...best,
          ipRestricted: 'no',
          futures: 'yes',
          margin: 'untold',
          missing: ['query-funds'],
          createdAtMs: nowMs - 91 * dayMs,
        },
        { widened: [{ right: 'futures', atMs: nowMs, text: 'it can trade on futures now' }] },
      ),
    );
    expect(verdict).toBe('unfit');
    const warnings = findings.filter(({ severity }) => severity === 'warning').map(({ text }) => text);
    expect(warnings.join('\n')).toMatch(
      /any IP address[\s\S]*futures: CUSTODY[\s\S]*margin is not known[\s\S]*91 days ago[\s\S]*became wider/,
    );
    expect(findings.filter(({ severity }) => severity === 'refusal').map(({ text }) => text)).toEqual([
      'It lacks the right to read that the console needs: query-funds.',
    ]);
  });

  it('stays fit where an exchange has no word for futures or margin, and shows that it is not known', () => {
    for (const name of ['futures', 'margin'] as const) {
      const { findings, verdict } = judgePassport(question({ ...best, [name]: 'untold' }));
      expect(verdict).toBe('fit');
      const warnings = findings.filter(({ severity }) => severity === 'warning').map(({ text }) => text);
      expect(warnings).toEqual([
        `Whether it can trade on ${name} is not known. The console itself never trades on ${name}.`,
      ]);
    }
  });

  it("takes a person's word only where the exchange cannot tell, and shows it as weaker", () => {
    const untold: KeyRights = { ...best, ipRestricted: 'untold', createdAtMs: 'untold', expiresAtMs: 'untold' };
    const attested = { atMs: nowMs, ipRestricted: true, createdAtMs: nowMs - dayMs };
    expect(verdict(untold)).toBe('unknown');
    expect(verdict(untold, { attested })).toBe('fit');
    const texts = judgePassport(question(untold, { attested })).findings.map(({ text }) => text);
    expect(texts.join(' ')).toMatch(/by your word of 2026-06-01; .* weaker/);
    expect(texts.join(' ')).toMatch(/created on 2026-05-31 by your word/);
    expect(verdict({ ...best, ipRestricted: 'unknown' }, { attested })).toBe('unknown');
  });

  it('is unfit for a key that its exchange has no more, and holds through an exchange that does not answer', () => {
    const failure = (kind: 'dead' | 'refused' | 'unanswered') => ({ atMs: nowMs, text: 'It said no.', kind });
    expect(verdict(best, { failure: failure('dead') })).toBe('unfit');
    expect(verdict(best, { failure: failure('refused') })).toBe('unknown');
    expect(judgePassport(question(best, { failure: failure('unanswered') }))).toMatchObject({
      state: 'failed',
      verdict: 'fit',
      failure: 'It said no.',
    });
    expect(verdict(best, { failure: failure('unanswered'), isStale: true })).toBe('unknown');
  });
});

const orUntold = fc.constantFrom(...answers, 'untold' as const);
const times = fc.integer({ min: nowMs - 400 * dayMs, max: nowMs + 400 * dayMs });
const rights: fc.Arbitrary<KeyRights> = fc.record({
  trade: fc.constantFrom('yes', 'yes', 'no', 'unknown'),
  withdraw: fc.constantFrom('no', 'no', 'yes', 'unknown'),
  futures: orUntold,
  margin: orUntold,
  ipRestricted: orUntold,
  createdAtMs: fc.oneof(times, fc.constantFrom('untold' as const, 'unknown' as const)),
  expiresAtMs: fc.oneof(times, fc.constantFrom('never' as const, 'untold' as const, 'unknown' as const)),
  missing: fc.constantFrom([], [], ['query-funds']),
  label: fc.constant(null),
});
const questions = fc.record({
  rights: fc.option(rights, { nil: null, freq: 8 }),
  isStale: fc.boolean(),
  failure: fc.constantFrom(null, null, 'dead' as const, 'refused' as const, 'unanswered' as const),
  attested: fc.option(
    fc.record({
      atMs: fc.constant(nowMs),
      ipRestricted: fc.boolean(),
      createdAtMs: fc.option(times, { nil: null }),
    }),
    { nil: null },
  ),
  exchange: fc.constantFrom(...exchangeNames),
});

describe('whatever an exchange says of a key', () => {
  it('is called fit exactly when each condition that is written out here holds', () => {
    let fit = 0;
    fc.assert(
      fc.property(questions, ({ attested, exchange, failure, isStale, rights: told }) => {
        const failed = failure === null ? null : { atMs: nowMs, text: 'x', kind: failure };
        const judged = judgePassport(question(told, { attested, exchange, isStale, failure: failed }));
        const isIpSettled =
          told?.ipRestricted === 'yes' ||
          told?.ipRestricted === 'no' ||
          (told?.ipRestricted === 'untold' && attested !== null);
        const isAlive =
          told?.expiresAtMs === 'never' ||
          told?.expiresAtMs === 'untold' ||
          (typeof told?.expiresAtMs === 'number' && told.expiresAtMs > nowMs);
        const should =
          told !== null &&
          !isStale &&
          (failure === null || failure === 'unanswered') &&
          told.withdraw === 'no' &&
          told.trade === 'yes' &&
          isAlive &&
          isIpSettled &&
          told.missing.length === 0;
        if (should) fit += 1;
        expect(judged.verdict === 'fit').toBe(should);
        // What is not fit has a reason to show.
        if (!should) expect(judged.findings.some(({ severity }) => severity !== 'ok')).toBe(true);
      }),
      { numRuns: process.env.PORTCULLIS_LONG === undefined ? 1500 : 50_000 },
    );
    expect(fit).toBeGreaterThan(0);
  });
});
