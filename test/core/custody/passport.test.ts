import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCredentialsTable, type StoredCredential } from '../../../core/custody/credentials-table.ts';
import { judgePassport, type PassportQuestion } from '../../../core/custody/passport.ts';
import { createPassports, passportHoldsMs } from '../../../core/custody/passports.ts';
import { createPassportsTable } from '../../../core/custody/passports-table.ts';
import { compareRights, nothingKnown } from '../../../core/custody/widened.ts';
import { exchangeNames } from '../../../core/domain/exchanges.ts';
import { answers, type KeyRights, unknownRights } from '../../../core/domain/key-rights.ts';
import { consoleMigrations } from '../../../core/store/console-migrations.ts';
import { openDatabase } from '../../../core/store/database.ts';
import { readBinanceKeyRights } from '../../../core/venues/binance/binance-key-rights.ts';
import { readRights } from '../../../core/venues/coinbase/coinbase-key-reader.ts';
import { readKrakenKeyRights } from '../../../core/venues/kraken/kraken-key-rights.ts';
import { spotOnly } from '../../exchange/binance/binance-keys.ts';
import { manualClock } from '../../manual-clock.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 5, 1);

/** A key as it should be. */
const best: KeyRights = {
  trade: 'yes',
  withdraw: 'no',
  futures: 'no',
  margin: 'no',
  ipRestricted: 'yes',
  createdAtMs: nowMs - 10 * dayMs,
  expiresAtMs: 'never',
  missing: [],
  label: null,
};

function question(rights: KeyRights | null, changes: Partial<PassportQuestion> = {}): PassportQuestion {
  return {
    exchange: 'kraken',
    credentialId: 'c1',
    reading: rights === null ? null : { rights, answerHash: 'h', readAtMs: nowMs },
    isStale: false,
    failure: null,
    attested: null,
    widened: [],
    intervalDays: 90,
    nowMs,
    ...changes,
  };
}
const verdict = (rights: KeyRights | null, changes: Partial<PassportQuestion> = {}) =>
  judgePassport(question(rights, changes)).verdict;

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
      expect(warnings).toEqual([`Whether it can trade on ${name} is not known. The console never does.`]);
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

const trash: readonly string[] = [
  '',
  '{}',
  '[]',
  'null',
  'true',
  '"ok"',
  '<html><body>Sign in to the network</body></html>',
  '{"error":[],"result":{}}',
  '{"error":[],"result":[]}',
  '{"enableWithdrawals":false}',
  '{"can_transfer":false}',
  JSON.stringify(spotOnly).slice(0, -20),
];

describe('what the three exchanges are recorded to answer', () => {
  const kraken = (permissions: readonly string[], changes: object = {}) =>
    readKrakenKeyRights(
      JSON.stringify({
        error: [],
        result: {
          apiKeyName: 'desk',
          apiKey: 'the-key',
          permissions,
          ipAllowlist: ['203.0.113.7'],
          createdTime: '1777593600',
          validUntil: '0',
          queryFrom: '0',
          queryTo: '0',
          ...changes,
        },
      }),
      'the-key',
      nowMs,
    );
  const reading = ['query-funds', 'query-open-trades', 'query-closed-trades'];
  const attested = { atMs: nowMs, ipRestricted: true, createdAtMs: null };
  const coinbase = {
    can_view: true,
    can_trade: true,
    can_transfer: false,
    can_receive: true,
    portfolio_type: 'DEFAULT',
  };

  it.each([
    ['Binance, trading spot only', readBinanceKeyRights(JSON.stringify(spotOnly)), 'fit'],
    ['Binance, withdrawing', readBinanceKeyRights(JSON.stringify({ ...spotOnly, enableWithdrawals: true })), 'unfit'],
    [
      'Binance, "false" as text',
      readBinanceKeyRights(JSON.stringify({ ...spotOnly, enableWithdrawals: 'false' })),
      'unknown',
    ],
    [
      'Binance, a right nobody knows',
      readBinanceKeyRights(JSON.stringify({ ...spotOnly, enableGifts: true })),
      'unknown',
    ],
    ['Kraken, trading only', kraken([...reading, 'modify-trades']), 'fit'],
    ['Kraken, withdrawing', kraken([...reading, 'modify-trades', 'withdraw-funds']), 'unfit'],
    ["Kraken, as CUSTODY.md's line says it literally", kraken(['modify-trades']), 'unfit'],
    ['Kraken, a word nobody knows', kraken([...reading, 'modify-trades', 'send-gifts']), 'unknown'],
    ['Kraken, another key', kraken([...reading, 'modify-trades'], { apiKey: 'other' }), 'unknown'],
    ['Coinbase, trading only', readRights(coinbase), 'fit'],
    ['Coinbase, transferring', readRights({ ...coinbase, can_transfer: true }), 'unfit'],
    ['Coinbase, without the word', readRights({ ...coinbase, can_transfer: undefined }), 'unknown'],
    ['Coinbase, a right nobody knows', readRights({ ...coinbase, can_gift: true }), 'unknown'],
  ] as const)('is judged for what it is: %s', (_name, told, expected) => {
    expect(verdict(told, { attested })).toBe(expected);
  });

  it.each(trash)('is never fit when it is no answer: %s', (body) => {
    let parsed: unknown = null;
    try {
      parsed = JSON.parse(body);
    } catch {
      // Not JSON: nothing was told.
    }
    for (const told of [readBinanceKeyRights(body), readKrakenKeyRights(body, 'k', nowMs), readRights(parsed)]) {
      expect(verdict(told, { attested })).not.toBe('fit');
    }
  });
});

describe('a key that can do more than before', () => {
  it('is seen, also after an answer that said nothing, until the right is taken away', () => {
    const first = compareRights(nothingKnown, [], best, 1);
    expect(first.fresh).toEqual([]);
    const silent = compareRights(first.known, first.widened, unknownRights, 2);
    expect(silent.fresh).toEqual([]);
    const wider = compareRights(silent.known, silent.widened, { ...best, withdraw: 'yes', ipRestricted: 'no' }, 3);
    expect(wider.fresh.map(({ right }) => right)).toEqual(['withdraw', 'ipRestricted']);
    const again = compareRights(wider.known, wider.widened, { ...best, withdraw: 'yes' }, 4);
    expect(again.fresh).toEqual([]);
    expect(again.widened.map(({ right, atMs }) => [right, atMs])).toEqual([['withdraw', 3]]);
    expect(compareRights(again.known, again.widened, best, 5).widened).toEqual([]);
  });
});

describe('the age of a passport', () => {
  const credential: StoredCredential = {
    credentialId: 'c1',
    kind: 'cex-key',
    slot: null,
    subject: 'kraken',
    label: 'A key',
    place: 'vault',
    fingerprint: '0011223344556677',
    state: 'active',
    createdAtMs: null,
    enteredAtMs: 1,
    lastRotatedAtMs: null,
    notAfterMs: null,
    intervalDays: 90,
    intervalReason: null,
    attested: null,
  };
  function kept() {
    const database = unwrap(openDatabase(join(temporaryFolder(), 'console.db'), consoleMigrations));
    onTestFinished(() => void database.close());
    unwrap(createCredentialsTable(database).keep(credential, []));
    const clock = manualClock(nowMs);
    const open = () => createPassports(createPassportsTable(database), clock);
    const passports = open();
    unwrap(passports.took(credential, { rights: best, answerHash: 'h' }));
    const look = (from = passports) => {
      const { state, verdict } = unwrap(from.of(credential, 'kraken'));
      return [state, verdict];
    };
    return { clock, open, look, passports };
  }

  it('ends after 24 hours, and no clock that is set back makes it young again', () => {
    const { clock, look, open } = kept();
    clock.wind(passportHoldsMs);
    expect(look()).toEqual(['fresh', 'fit']);
    clock.wind(1);
    expect(look()).toEqual(['stale', 'unknown']);
    clock.jump(-dayMs);
    expect(look()).toEqual(['stale', 'unknown']);
    expect(look(open())).toEqual(['stale', 'unknown']);
  });

  it('ends after 24 hours of the machine, asleep or with a wall clock that was set back in time', () => {
    const { clock, look } = kept();
    clock.jump(-1000);
    clock.wind(passportHoldsMs - 10);
    clock.jump(-dayMs / 2);
    clock.wind(20);
    expect(look()).toEqual(['stale', 'unknown']);
  });

  it('is none where the clock stands before the time it was read', () => {
    const { clock, look, open } = kept();
    clock.jump(-120_000);
    expect(look(open())).toEqual(['stale', 'unknown']);
  });

  it('begins anew with a reading, and outlasts a failed one no longer', () => {
    const { clock, look, passports } = kept();
    clock.wind(passportHoldsMs - 10);
    unwrap(passports.failed(credential, { kind: 'unanswered', text: 'Nobody answered.' }));
    expect(look()).toEqual(['failed', 'fit']);
    clock.wind(20);
    expect(look()).toEqual(['failed', 'unknown']);
    unwrap(passports.took(credential, { rights: best, answerHash: 'h2' }));
    expect(look()).toEqual(['fresh', 'fit']);
  });

  it('counts for no other key that comes into its place', () => {
    const { passports } = kept();
    const other = { ...credential, fingerprint: '8899aabbccddeeff' };
    expect(unwrap(passports.of(other, 'kraken'))).toMatchObject({ state: 'unread', verdict: 'unknown' });
  });
});
