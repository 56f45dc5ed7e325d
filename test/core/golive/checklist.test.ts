import { describe, expect, it } from 'vitest';
import type { Checklist, CredentialRow } from '../../../core/contract/shapes.ts';
import { checklistOf } from '../../../core/golive/checklist.ts';
import type { ChecklistFacts } from '../../../core/golive/checklist-facts.ts';
import { fitPassport } from '../custody/fit-passport.ts';

const dayMs = 86_400_000;
const nowMs = 1_000 * dayMs;

type Passport = NonNullable<CredentialRow['passport']>;
const row = (more: Partial<CredentialRow> & Pick<CredentialRow, 'kind'>): CredentialRow => ({
  credentialId: `id-${more.kind}`,
  label: `the ${more.kind}`,
  subject: null,
  place: 'vault',
  fingerprint: 'a'.repeat(16),
  state: 'active',
  stateText: 'In use.',
  createdAtMs: null,
  enteredAtMs: 1,
  lastRotatedAtMs: null,
  intervalDays: 90,
  specDays: 90,
  intervalReason: null,
  dueAtMs: nowMs + 30 * dayMs,
  dueBy: 'interval',
  dueLevel: 'later',
  snoozed: null,
  evidence: [],
  passport: null,
  ...more,
});
const key = (more: Partial<Passport> = {}): CredentialRow =>
  row({ kind: 'cex-key', passport: fitPassport({ readAtMs: nowMs - 1_000, ...more }) });

type Register = ChecklistFacts['backups']['rows'][number];
const backup = (component: Register['component'], verifiedAtMs: number | null): Register => ({
  backupId: `backup-${component}`,
  component,
  title: component,
  isOpenedHere: true,
  place: 'a safe',
  encryption: 'yes',
  access: 'me',
  twoPerson: 'yes',
  geographicSplit: 'yes',
  digest: null,
  setId: null,
  recordedAtMs: 1,
  retired: null,
  lastCheck: null,
  lastRehearsal: null,
  verifiedAtMs,
  ageDays: 0,
  unmet: [],
});

const bound = (layer: string, rule: string) => ({ layer, rule, value: 'some', source: 'environment' });

/** A console of which everything is as it must be. */
const well = {
  nowMs,
  hasEnvironmentKey: false,
  status: {
    vault: 'open',
    problems: [],
    audit: { problem: null, headId: 9, verifiedToId: 9, verifiedAtMs: nowMs - 5, sealedToId: 9 },
    venue: { skewMs: 20 },
    runtime: 'the official one',
    signer: { kind: 'ledger', address: '0x1', isReady: true, text: 'Ready.', banner: null },
    version: '1.0.0',
  },
  signing: {
    verifiedAtMs: nowMs - dayMs,
    testedAtMs: null,
    ledgerApp: { version: '1.22.0', atMs: nowMs - 1 },
    minimumApp: '1.22.0',
    links: [],
    keyshares: { condition: 'not-set-up', askedAtMs: null },
  },
  exchangeClocks: [{ title: 'Binance', skewMs: -20 }],
  custody: {
    credentials: [key(), row({ kind: 'api-token', place: 'file' })],
    vault: { state: 'open', openedBy: 'keychain', problem: null },
    calendar: { exportedAtMs: nowMs - dayMs, isCurrent: true },
    lastDrillAtMs: nowMs - 20 * dayMs,
  },
  backups: { rows: [backup('vault', nowMs - dayMs), backup('policy', nowMs - 2 * dayMs)], components: [] },
  lastBreak: null,
  secretsInFiles: [],
  plainKeys: { found: [], unseen: [] },
  limits: {
    allowExchanges: ['binance'],
    allowMarketTypes: ['spot'],
    maxOrderNotional: { USDT: '100' },
    maxDayNotional: { USDT: '500' },
    priceBandPercent: '2',
  },
  policyRows: [
    ...['sign-chain-id', 'sign-to', 'sign-value', 'sign-gas'].map((rule) => bound('engine', rule)),
    ...['signer-chain-id', 'signer-to', 'signer-value', 'signer-gas'].map((rule) => bound('signer', rule)),
  ],
  paper: { orders: 20, spanMs: dayMs },
  host: { isOfficial: true, openings: [] },
  haltTest: { atMs: nowMs - dayMs, text: 'Refused.' },
  selfTest: { atMs: nowMs - dayMs, text: 'Passed.', isPassed: true, version: '1.0.0', host: 'this one' },
  testedHost: 'this one',
  build: { lockfileSha256: 'a'.repeat(64), builtAtMs: nowMs - dayMs, advisories: null },
  diskEncrypted: { atMs: nowMs - 300 * dayMs, text: 'LUKS, by me.' },
  waivers: {},
  contacts: { contacts: [{}], lastReview: { atMs: nowMs - dayMs, by: 'me' }, standing: 'current' },
} as unknown as ChecklistFacts;

const stateOf = ({ items }: Checklist, itemId: string) => items.find((item) => item.itemId === itemId)?.state;
const judged = (change: Partial<ChecklistFacts>) => checklistOf({ ...well, ...change });
const custody = (change: object) => ({ custody: { ...well.custody, ...change } });
const limits = (change: object) => ({ limits: { ...well.limits, ...change } });
const status = (change: object) => ({ status: { ...well.status, ...change } });
const signing = (change: object) => ({ signing: { ...well.signing, ...change } });
const signedBy = (kind: string, links: readonly object[]) => ({
  ...status({ signer: { ...well.status.signer, kind } }),
  ...signing({ links }),
});
const keyshares = (condition: string, askedAtMs: number | null = nowMs - 1, change: object = {}) => ({
  ...status({ signer: { ...well.status.signer, kind: 'cb_mpc_2pc' } }),
  ...signing({ keyshares: { condition, askedAtMs }, ...change }),
});
const selfTest = (change: object) => ({ selfTest: { ...well.selfTest, ...change } });
const advisories = (change: object) => ({
  build: {
    ...(well.build as NonNullable<ChecklistFacts['build']>),
    advisories: { critical: 0, high: 0, moderate: 0, low: 0, ...change },
  },
});

describe('the checklist of going live', () => {
  it("has each of CUSTODY.md's eight lines, in their order, and what the console asks besides", () => {
    const { items, met } = checklistOf(well);
    expect([...new Set(items.flatMap(({ custodyLine }) => custodyLine ?? []))]).toEqual([
      314, 315, 316, 317, 318, 319, 320, 321,
    ]);
    expect(items.filter(({ custodyLine }) => custodyLine === null).length).toBeGreaterThan(3);
    expect(items.filter(({ state }) => state !== 'met')).toEqual([]);
    expect(met).toBe(items.length);
    expect(items.every(({ fix }) => fix === null)).toBe(true);
  });

  it('takes a test of today for what the older two-party service cannot attest', () => {
    expect(stateOf(judged(keyshares('legacy', 1, { testedAtMs: nowMs })), 'keyshares-attested')).toBe('met');
  });

  it('says until when each holds that ends by itself, and nothing of what does not hold now', () => {
    const ends = (change: Partial<ChecklistFacts>) =>
      Object.fromEntries(
        judged(change).items.flatMap(({ itemId, staleAtMs }) => (staleAtMs === null ? [] : [[itemId, staleAtMs]])),
      );
    expect(ends({})).toEqual({
      'withdrawal-off': nowMs - 1_000 + dayMs,
      'nothing-overdue': nowMs + 30 * dayMs,
      'emergency-rehearsed': nowMs + 160 * dayMs,
      'backups-verified': nowMs + 88 * dayMs,
      'contacts-reviewed': nowMs + 179 * dayMs,
      'halt-tested': nowMs,
      'disk-encrypted': nowMs + 65 * dayMs,
    });
    expect(ends(keyshares('fits'))).toMatchObject({ 'keyshares-attested': nowMs - 1 + dayMs });
    expect(ends({ haltTest: null })).not.toHaveProperty('halt-tested');
  });

  it('does not forget that the trail did not hold once', () => {
    const lastBreak = { atMs: nowMs, text: 'the database is another one than is known outside' };
    const item = judged({ lastBreak }).items.find(({ itemId }) => itemId === 'chain-verified');
    expect(item).toMatchObject({ state: 'met', evidence: expect.stringContaining(`did not hold: ${lastBreak.text}.`) });
  });

  it('never lets be gone without what loses money at once', () => {
    const { items } = checklistOf(well);
    expect(items.filter(({ isWaivable }) => isWaivable).map(({ itemId }) => itemId)).toEqual([
      'bound-to-addresses',
      'calendar-written',
      'emergency-rehearsed',
      'contacts-reviewed',
      'paper-record',
      'build-known',
    ]);
  });

  const cases: readonly (readonly [what: string, itemId: string, state: 'unmet' | 'unknown', change: object])[] = [
    ['a private key in the environment', 'no-environment-key', 'unmet', { hasEnvironmentKey: true }],
    [
      'a signer that is one',
      'no-environment-key',
      'unmet',
      status({ signer: { ...well.status.signer, kind: 'env_private_key' } }),
    ],
    ['a key that can withdraw', 'withdrawal-off', 'unmet', custody({ credentials: [key({ withdraw: 'yes' })] })],
    [
      'a key that can withdraw, however long ago that was read',
      'withdrawal-off',
      'unmet',
      custody({ credentials: [key({ withdraw: 'yes', state: 'stale' })] }),
    ],
    ['a passport of yesterday', 'withdrawal-off', 'unknown', custody({ credentials: [key({ state: 'stale' })] })],
    ['a failed reading', 'withdrawal-off', 'unknown', custody({ credentials: [key({ state: 'failed' })] })],
    ['a key that was never read', 'withdrawal-off', 'unknown', custody({ credentials: [row({ kind: 'cex-key' })] })],
    [
      'one bad key among good ones',
      'withdrawal-off',
      'unmet',
      custody({ credentials: [key(), key({ withdraw: 'yes' }), key()] }),
    ],
    ['a key for anywhere', 'bound-to-addresses', 'unmet', custody({ credentials: [key({ ipRestricted: 'no' })] })],
    [
      'a binding that nobody tells',
      'bound-to-addresses',
      'unknown',
      custody({ credentials: [key({ ipRestricted: 'untold' })] }),
    ],
    [
      'an overdue key, put off or not',
      'nothing-overdue',
      'unmet',
      custody({
        credentials: [{ ...key(), dueAtMs: nowMs - 1, snoozed: { untilMs: nowMs + dayMs, reason: 'later' } }],
      }),
    ],
    [
      'an overdue token',
      'nothing-overdue',
      'unmet',
      custody({ credentials: [row({ kind: 'api-token', place: 'file', dueAtMs: nowMs })] }),
    ],
    [
      'a credential without a date',
      'nothing-overdue',
      'unmet',
      custody({ credentials: [{ ...key(), dueAtMs: null }] }),
    ],
    [
      'a calendar of before',
      'calendar-written',
      'unmet',
      custody({ calendar: { exportedAtMs: nowMs, isCurrent: false } }),
    ],
    ['no calendar', 'calendar-written', 'unmet', custody({ calendar: { exportedAtMs: null, isCurrent: true } })],
    ['no drill', 'emergency-rehearsed', 'unmet', custody({ lastDrillAtMs: null })],
    ['an old drill', 'emergency-rehearsed', 'unmet', custody({ lastDrillAtMs: nowMs - 181 * dayMs })],
    ['a drill that is yet to come', 'emergency-rehearsed', 'unmet', custody({ lastDrillAtMs: nowMs + dayMs })],
    [
      'a vault without a backup',
      'backups-verified',
      'unmet',
      { backups: { ...well.backups, rows: [backup('policy', nowMs)] } },
    ],
    [
      'a backup that was never opened',
      'backups-verified',
      'unmet',
      { backups: { ...well.backups, rows: [backup('policy', nowMs), backup('vault', null)] } },
    ],
    [
      'a backup that failed since',
      'backups-verified',
      'unmet',
      {
        backups: {
          ...well.backups,
          rows: [
            backup('policy', nowMs),
            { ...backup('vault', nowMs), lastCheck: { atMs: nowMs, by: 'opened', result: 'failed', text: 'bad' } },
          ],
        },
      },
    ],
    [
      'keyshares in use and not backed up',
      'backups-verified',
      'unmet',
      custody({ credentials: [row({ kind: 'mpc-keyshare' })] }),
    ],
    [
      'a trail that is broken',
      'chain-verified',
      'unmet',
      status({ audit: { ...well.status.audit, problem: 'row 3' } }),
    ],
    [
      'a trail that was verified in part',
      'chain-verified',
      'unknown',
      status({ audit: { ...well.status.audit, verifiedToId: 3 } }),
    ],
    [
      'contacts that have changed',
      'contacts-reviewed',
      'unmet',
      { contacts: { ...well.contacts, standing: 'changed' } },
    ],
    ['nobody to call', 'contacts-reviewed', 'unmet', { contacts: { ...well.contacts, standing: 'none' } }],
    [
      'a keychain that protects nothing',
      'real-keychain',
      'unmet',
      custody({ vault: { ...well.custody.vault, problem: 'basic text' } }),
    ],
    ['a locked vault', 'real-keychain', 'unmet', custody({ vault: { ...well.custody.vault, state: 'locked' } })],
    ['a setting that is wrong', 'settings-taken', 'unmet', status({ problems: [{ name: 'MAX_X' }] })],
    ['a signer away', 'signer-ready', 'unmet', status({ signer: { ...well.status.signer, isReady: false } })],
    ['a clock that is off', 'clock-right', 'unmet', status({ venue: { skewMs: -1_000 } })],
    ['a chain without a bound', 'transaction-rules', 'unmet', { policyRows: well.policyRows.slice(1) }],
    ['a signer without a bound of its own', 'transaction-rules', 'unmet', { policyRows: well.policyRows.slice(0, -1) }],
    [
      'a bound that was never set',
      'transaction-rules',
      'unmet',
      {
        policyRows: well.policyRows.map((one) =>
          one.rule === 'sign-to' ? { ...one, source: 'none', value: null } : one,
        ),
      },
    ],
    ['no list of exchanges', 'order-limits', 'unmet', limits({ allowExchanges: undefined })],
    ['no list of kinds of market', 'order-limits', 'unmet', limits({ allowMarketTypes: undefined })],
    ['no largest order', 'order-limits', 'unmet', limits({ maxOrderNotional: undefined })],
    ['no most of a day', 'order-limits', 'unmet', limits({ maxDayNotional: { EUR: '1' } })],
    ['no price band', 'order-limits', 'unmet', limits({ priceBandPercent: undefined })],
    ['a market in an asset without limits', 'order-limits', 'unmet', limits({ allowSymbols: ['BTC/USDT', 'BTC/EUR'] })],
    ['too few orders on paper', 'paper-record', 'unmet', { paper: { orders: 19, spanMs: 9 * dayMs } }],
    ['too short a time on paper', 'paper-record', 'unmet', { paper: { orders: 90, spanMs: dayMs - 1 } }],
    ['paper that is not open', 'paper-record', 'unknown', { paper: null }],
    ['another program', 'official-program', 'unmet', { host: { isOfficial: false, openings: [] } }],
    ['a debugger', 'nothing-open', 'unmet', { host: { isOfficial: true, openings: ['--inspect'] } }],
    ['a secret in .env', 'no-plain-secrets', 'unmet', { secretsInFiles: ['CEX_SECRET'] }],
    ['a key in clear', 'no-plain-secrets', 'unmet', { plainKeys: { found: ['key.pem'], unseen: [] } }],
    ['a folder that cannot be read', 'no-plain-secrets', 'unknown', { plainKeys: { found: [], unseen: ['exports'] } }],
    ['a halt that was never tried', 'halt-tested', 'unmet', { haltTest: null }],
    ['a halt tried too long ago', 'halt-tested', 'unmet', { haltTest: { atMs: nowMs - dayMs - 1, text: 'x' } }],
    ['a trial that is yet to come', 'halt-tested', 'unmet', { haltTest: { atMs: nowMs + 1, text: 'x' } }],
    ['a disk of which nobody spoke', 'disk-encrypted', 'unmet', { diskEncrypted: null }],
    ['an old word on the disk', 'disk-encrypted', 'unmet', { diskEncrypted: { atMs: nowMs - 366 * dayMs, text: 'x' } }],
    ['a clock of which nobody knows', 'clock-right', 'unknown', status({ venue: { skewMs: null } })],
    [
      'an exchange whose clock is off',
      'exchange-clocks',
      'unmet',
      {
        exchangeClocks: [
          { title: 'Binance', skewMs: null },
          { title: 'Kraken', skewMs: 1_000 },
        ],
      },
    ],
    [
      'an exchange that has not said its time',
      'exchange-clocks',
      'unknown',
      { exchangeClocks: [...well.exchangeClocks, { title: 'Kraken', skewMs: null }] },
    ],
    ['a signer that was never verified', 'signer-verified', 'unmet', signing({ verifiedAtMs: null })],
    ['a signer verified in a time to come', 'signer-verified', 'unmet', signing({ verifiedAtMs: nowMs + 1 })],
    ['an old app', 'ledger-app', 'unmet', signing({ ledgerApp: { version: '1.21.3', atMs: nowMs } })],
    ['an app whose version is none', 'ledger-app', 'unmet', signing({ ledgerApp: { version: 'next', atMs: nowMs } })],
    ['an app that was not seen', 'ledger-app', 'unknown', signing({ ledgerApp: null })],
    ['shares that do not belong together', 'keyshares-attested', 'unmet', keyshares('mixed')],
    ['shares of an older epoch', 'keyshares-attested', 'unmet', keyshares('stale')],
    ['shares without a backup', 'keyshares-attested', 'unmet', keyshares('not-backed-up')],
    ['parties that were never asked', 'keyshares-attested', 'unknown', keyshares('not-asked', null)],
    ['parties that were asked two days ago', 'keyshares-attested', 'unknown', keyshares('fits', nowMs - 2 * dayMs)],
    ['parties that were asked in a time to come', 'keyshares-attested', 'unknown', keyshares('fits', nowMs + 1)],
    ['a party that is away', 'keyshares-attested', 'unknown', keyshares('party-down')],
    ['older parties that were never tried', 'keyshares-attested', 'unmet', keyshares('legacy')],
    ['older parties tried long ago', 'keyshares-attested', 'unknown', keyshares('legacy', 1, { testedAtMs: 1 })],
    ['a refresh under way', 'keyshares-attested', 'unknown', keyshares('refreshing')],
    [
      'a service that anybody can be',
      'signer-over-tls',
      'unmet',
      signedBy('remote', [{ title: 'The remote signer', standing: 'open', fault: 'it is not asked over TLS.' }]),
    ],
    [
      'one party of two that is asked in the open',
      'signer-over-tls',
      'unmet',
      signedBy('cb_mpc_2pc', [
        { title: 'Party 0', standing: 'known', fault: null },
        { title: 'Party 1', standing: 'open', fault: 'it is not asked over TLS.' },
      ]),
    ],
    [
      'a service whose certificate lies in a locked vault',
      'signer-over-tls',
      'unknown',
      signedBy('remote', [{ title: 'The remote signer', standing: 'unknown', fault: 'locked.' }]),
    ],
    ['a self-test that was never run', 'self-tested', 'unmet', { selfTest: null }],
    ['a self-test that did not pass', 'self-tested', 'unmet', selfTest({ isPassed: false })],
    ['a self-test of another version', 'self-tested', 'unmet', selfTest({ version: '0.9.0' })],
    ['a self-test on another computer', 'self-tested', 'unmet', selfTest({ host: 'another one' })],
    ['a self-test that is yet to come', 'self-tested', 'unmet', selfTest({ atMs: nowMs + 1 })],
    ['a console that was not built', 'build-known', 'unknown', { build: null }],
    ['a grave fault that was known', 'build-known', 'unmet', advisories({ high: 1 })],
    ['a critical one', 'build-known', 'unmet', advisories({ critical: 1 })],
  ];

  it.each(cases)('sees %s', (_what, itemId, state, change) => {
    const checklist = judged(change);
    expect(stateOf(checklist, itemId)).toBe(state);
    expect(checklist.items.find((item) => item.itemId === itemId)?.fix).toMatch(/\.$/);
    expect(checklist.met).toBeLessThan(checklist.items.length);
  });

  it('asks nothing of exchange keys where none is in use', () => {
    const { items } = judged(custody({ credentials: [{ ...key({ withdraw: 'yes' }), state: 'standby' }] }));
    expect(items.filter(({ state }) => state !== 'met')).toEqual([]);
  });

  it('asks nothing of a signer, nor of what it would sign, where none is in use', () => {
    const noSigner = { kind: null, address: null, isReady: false, text: 'None.', banner: null };
    const nothing = signing({ verifiedAtMs: null, ledgerApp: null });
    const checklist = judged({ ...status({ signer: noSigner }), ...nothing, policyRows: [] });
    expect(checklist.items.filter(({ state }) => state !== 'met')).toEqual([]);
  });

  it('asks neither a Ledger nor TLS of other signers, and is content with a test signature', () => {
    const known = { title: 'The remote signer', standing: 'known', fault: null };
    const remote = judged({
      ...signedBy('remote', [known]),
      ...signing({ links: [known], verifiedAtMs: null, testedAtMs: nowMs - 1, ledgerApp: null }),
    });
    for (const itemId of ['signer-verified', 'ledger-app', 'signer-over-tls']) {
      expect(stateOf(remote, itemId), itemId).toBe('met');
    }
    expect(remote.items.find(({ itemId }) => itemId === 'ledger-app')?.evidence).toBe('No Ledger is used.');
  });

  it('says plainly of what is met only because nothing is in use yet that it is so', () => {
    const signer = { ...well.status.signer, kind: null };
    const { items } = judged({ ...custody({ credentials: [] }), ...status({ signer }), exchangeClocks: [] });
    const unused = items.filter(({ evidence }) =>
      /^No (exchange key|signer|credential) is in use yet\b/.test(evidence),
    );
    expect(unused.map(({ itemId }) => itemId).sort()).toEqual([
      'bound-to-addresses',
      'exchange-clocks',
      'ledger-app',
      'nothing-overdue',
      'order-limits',
      'signer-over-tls',
      'signer-ready',
      'signer-verified',
      'transaction-rules',
      'withdrawal-off',
    ]);
    for (const { state } of unused) expect(state).toBe('met');
  });

  it('has the limits of orders set before the record on paper, which a change of the policy begins anew', () => {
    const { items } = judged({ paper: { orders: 0, spanMs: 0 } });
    expect(items.find(({ itemId }) => itemId === 'paper-record')?.fix).toMatch(
      /^Set the limits of orders first, for a change of the policy begins the day anew\./,
    );
  });

  it('says which packages it was built from, and that advisories could not be read or which there were', () => {
    const evidence = (change: object) => judged(change).items.find(({ itemId }) => itemId === 'build-known')?.evidence;
    expect(evidence({})).toContain('a'.repeat(64));
    expect(evidence({})).toMatch(/^Advisories could not be read .*is not known\. Built on/);
    expect(evidence(advisories({ moderate: 3 }))).toContain('3 moderate');
    expect(stateOf(judged(advisories({ moderate: 3 })), 'build-known')).toBe('met');
    expect(judged({}).items.find(({ itemId }) => itemId === 'build-known')?.title).toBe(
      'Which packages this console was built from is known, and when; advisories of them as far as they could be read',
    );
  });

  describe('a waiver', () => {
    const waiver = { atMs: nowMs - dayMs, untilMs: nowMs + 1, reason: 'until the drill of next week' };
    const none = custody({ lastDrillAtMs: null });
    const waived = (itemId: string, change: object, given: object = waiver) => {
      const checklist = judged({ ...change, waivers: { [itemId]: given } } as Partial<ChecklistFacts>);
      return { ...checklist, item: checklist.items.find((item) => item.itemId === itemId) };
    };

    it('lets be gone without an item until it ends, and changes nothing of what is known of it', () => {
      const { item, missing, waived: count } = waived('emergency-rehearsed', none);
      expect(item).toMatchObject({ state: 'unmet', waiver });
      expect([missing, count]).toEqual([0, 1]);
      const over = waived('emergency-rehearsed', none, { ...waiver, untilMs: nowMs });
      expect([over.item?.waiver, over.missing]).toEqual([null, 1]);
    });

    it('of a time to come counts for nothing, nor one of what is never waived', () => {
      expect(waived('emergency-rehearsed', none, { ...waiver, atMs: nowMs + 1 }).missing).toBe(1);
      const never = waived('halt-tested', { haltTest: null });
      expect([never.item?.waiver, never.missing]).toEqual([null, 1]);
    });

    it('is not counted of what is met', () => {
      expect(waived('emergency-rehearsed', {})).toMatchObject({ missing: 0, waived: 0 });
    });
  });
});
