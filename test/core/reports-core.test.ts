import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportDay, reportIncident } from '../../core/cli/report.ts';
import { decimal } from '../../core/domain/money.ts';
import { utcDay } from '../../core/domain/utc-day.ts';
import { openDatabase } from '../../core/store/database.ts';
import { tradingMigrations } from '../../core/trading/migrations.ts';
import { insertTraded } from './reports/insert-traded.ts';
import { type TemporaryCore, temporaryCore } from './temporary-core.ts';

const market = { exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', type: 'market', amount: '0.001' } as const;
const secret = 'Zq8vT1mRk5XwPd3LbN7cYhGs2JfUa9EoKi4Vt6BxQyMzWrHe';
const krakenSecret = Buffer.from('nobody’s secret, of sixty-four bytes as Kraken makes them: 0123456').toString(
  'base64',
);
let world: TemporaryCore;

async function place(): Promise<void> {
  const { previewId } = await world.get('orders.preview', market);
  await world.ask('orders.submit', { previewId });
}

beforeAll(async () => {
  world = await temporaryCore({ ports: { masterKey: new Uint8Array(32).fill(9) }, serveApi: true });
  await place();
  const { digest, document } = await world.get('policy.get', {});
  await world.get('policy.tighten', { document: { ...document, maxOrdersPerMinute: 50 }, baseDigest: digest });
  const key = { exchange: 'kraken', label: 'Day trading', apiKey: secret, secret: krakenSecret } as const;
  await world.get('exchangeKeys.add', key, 'approval');
  const kept = (await world.get('custody.list', {})).credentials.find(({ label }) => label === key.label);
  const changed = { credentialId: kept?.credentialId ?? '', days: 30 };
  await world.get('custody.shortenInterval', changed);
  const { previewId } = await world.get('orders.preview', market);
  await world.get('halt.engage', { reason: `enough\u202e <b>${secret}</b>`, source: 'cli' });
  await world.ask('orders.submit', { previewId });
  const asked = await world.get('halt.requestRelease', {});
  const { approvalId, word } = asked;
  await world.get(
    'approvals.decide',
    { approvalId, digest: asked.digest, answer: 'approve', word: word ?? '' },
    'approval',
  );
  // As live trading leaves it.
  const live = openDatabase(join(world.folder, 'live.db'), tradingMigrations);
  if (!live.ok) throw new Error(live.error.code);
  insertTraded(live.value, { orderId: 'live1', atMs: Date.now() });
  live.value.close();
});
afterAll(() => world.remove());

const day = () => world.get('reports.day', {}, 'operator');

describe('the report of a day', () => {
  it('tells what was traded on paper and with real money, each in its book', async () => {
    const { traded } = await day();
    expect(traded).toMatchObject([
      { book: 'live', exchange: 'binance', symbol: 'BTC/USDT', fills: 1, amount: '0.01', notional: '200' },
      { book: 'paper', exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', amount: '0.001' },
    ]);
  });

  it('tells what was refused and why, and what of policy, credentials and halts changed', async () => {
    const { credentials, halts, policy, refused } = await day();
    expect(refused).toContainEqual(expect.objectContaining({ what: 'order', code: 'trading-halted', count: 1 }));
    expect(policy).toMatchObject([{ what: 'policy-change', status: 'ok', text: expect.stringContaining('stricter') }]);
    expect(credentials.map(({ about, what }) => [what, about])).toEqual(
      expect.arrayContaining([
        ['credential-entered', 'kraken'],
        ['credential-interval', 'Day trading'],
      ]),
    );
    expect(halts.map(({ status, what }) => [what, status])).toEqual([
      ['halt', 'ok'],
      ['halt-release', 'ok'],
    ]);
  });

  it('holds orders on paper against what their previews had estimated', async () => {
    const { drift } = await day();
    expect(drift).toMatchObject({
      lines: [{ book: 'paper', exchange: 'practice', orders: 1 }],
      orders: [],
      unknown: 0,
    });
    expect(Math.abs(Number(drift.lines[0]?.basisPoints ?? decimal('9999')))).toBeLessThan(200);
  });

  it('is of the stretch of time that is asked for and of no other', async () => {
    const before = await world.get('reports.day', { day: '2020-01-01' });
    expect(before).toMatchObject({ isOver: true, traded: [], refused: [], halts: [] });
    expect(await world.get('reports.day', { fromMs: Date.now() - 600_000, toMs: Date.now() + 1 })).toMatchObject({
      halts: [{}, {}],
    });
    for (const wrong of [{ day: '2026-02-30' }, { fromMs: 5, toMs: 5 }, { fromMs: 0, toMs: 32 * 86_400_000 }]) {
      expect(await world.ask('reports.day', wrong)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    }
  });

  it('is written for this user alone, with no secret and no markup of anybody, between two rows', async () => {
    const { html, pdf } = await world.get('reports.writeDay', {});
    expect(pdf).toBeNull();
    expect(statSync(html).mode & 0o777).toBe(0o600);
    const page = readFileSync(html, 'utf8');
    expect(page).toContain('enough⟨U+202E⟩ &lt;b&gt;(cut)&lt;/b&gt;');
    for (const one of [secret, krakenSecret]) expect(page).not.toContain(one.slice(0, 12));
    const rows = await world.get('audit.query', { eventType: 'report-written', limit: 5 });
    expect(rows.map(({ status }) => status)).toEqual(['ok', 'requested']);
  });
});

describe('the report of a halt', () => {
  it('is of the newest, with what came before and after it, and who released it', async () => {
    const report = await world.get('reports.incident', {}, 'operator');
    expect(report).toMatchObject({ halt: { actor: 'cli' }, released: { actor: 'approval', about: 'active' } });
    expect(report.before.map(({ what }) => what)).toEqual(expect.arrayContaining(['order', 'policy-change']));
    expect(report.after.map(({ what }) => what)).toEqual(expect.arrayContaining(['order', 'approval', 'halt-release']));
    expect(report.refused).toContainEqual(expect.objectContaining({ code: 'trading-halted' }));
    expect(JSON.stringify(report)).not.toContain(secret.slice(0, 12));
    const { auditId } = report.halt;
    expect(await world.get('reports.incident', { auditId })).toMatchObject({ halt: { auditId } });
    expect(await world.ask('reports.incident', { auditId: 1 })).toMatchObject({ error: { code: 'conflict' } });
  });
});

describe('reports at the command line', () => {
  async function said(run: typeof reportDay, what: string | undefined, isJson = false) {
    const lines: string[] = [];
    const write = (text: string) => void lines.push(text);
    const options = { dataFolder: world.folder, environment: {} };
    return { code: await run(options, { out: write, note: write }, what, isJson), lines };
  }

  it('are text for a person, and JSON for a program', async () => {
    await expect.poll(() => world.core.status().apiAddress, { timeout: 30_000 }).not.toBeNull();
    const text = await said(reportDay, undefined);
    expect(text.code).toBe(0);
    expect(text.lines[0]).toBe(`Report of ${utcDay(Date.now())} (UTC)`);
    expect(text.lines.join('\n')).toMatch(/trading-halted/);
    expect(text.lines.join('\n')).not.toContain('\u202e');
    const json = await said(reportDay, utcDay(Date.now()), true);
    expect(JSON.parse(json.lines[0] ?? '')).toMatchObject({ traded: [{ book: 'live' }, { book: 'paper' }] });
    const incident = await said(reportIncident, undefined);
    expect([incident.code, incident.lines[0]]).toEqual([0, expect.stringMatching(/^Report of the halt of /)]);
  });

  it('say what they want where a day or a row is none', async () => {
    expect(await said(reportDay, '27.11.2026')).toEqual({ code: 1, lines: ['Write the day as 2026-11-27.'] });
    expect((await said(reportIncident, 'x')).code).toBe(1);
  });
});
