import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Checklist } from '../../../core/contract/shapes.ts';
import type { Result } from '../../../core/domain/result.ts';
import { systemClock } from '../../../core/node-ports.ts';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';

const dayMs = 86_400_000;
/** The real clock, of which a test can set the hands forward. */
let forwardMs = 0;
const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + forwardMs };
let core: TemporaryCore;

beforeEach(async () => {
  forwardMs = 0;
  core = await temporaryCore({ ports: { clock } });
});

afterEach(() => core.remove());

const itemOf = (checklist: Checklist, itemId: string) => checklist.items.find((item) => item.itemId === itemId);
const item = async (itemId: string) => itemOf(await core.get('golive.checklist', {}), itemId);
const waived = { itemId: 'emergency-rehearsed', days: 3, reason: 'the drill is on Monday' } as const;

async function approve(asked: { approvalId: string; digest: string }): Promise<Result<unknown>> {
  const { approvalId, digest } = asked;
  return core.ask('approvals.decide', { approvalId, digest, answer: 'approve' }, 'approval');
}

it('is gone without an item once the person has approved it, until its days are over, also by another core', async () => {
  const before = await core.get('golive.checklist', {});
  const asked = await core.get('golive.requestWaiver', waived);
  expect(asked).toMatchObject({
    kind: 'waiver',
    lines: expect.arrayContaining([{ label: 'Your reason', text: waived.reason }]),
  });
  expect((await item(waived.itemId))?.waiver).toBeNull();
  expect(await approve(asked)).toMatchObject({ ok: true });
  core = await core.restart();
  const after = await core.get('golive.checklist', {});
  expect(itemOf(after, waived.itemId)).toMatchObject({ state: 'unmet', waiver: { reason: waived.reason } });
  expect([after.waived, after.missing]).toEqual([1, before.missing - 1]);
  forwardMs += 3 * dayMs;
  expect((await item(waived.itemId))?.waiver).toBeNull();
  const rows = await core.get('audit.query', { limit: 10, eventType: 'golive' });
  expect(rows.map(({ actor, status, subject }) => [actor, status, subject])).toEqual([
    ['approval', 'ok', waived.itemId],
    ['approval', 'requested', waived.itemId],
  ]);
  expect(rows[0]?.body).toContain(waived.reason);
});

it('a waiver can be ended at any time, by anybody', async () => {
  expect(await core.ask('golive.endWaiver', { itemId: waived.itemId }, 'operator')).toMatchObject({
    ok: false,
    error: { code: 'not-found' },
  });
  await approve(await core.get('golive.requestWaiver', waived));
  const ended = await core.get('golive.endWaiver', { itemId: waived.itemId }, 'operator');
  expect(itemOf(ended, waived.itemId)?.waiver).toBeNull();
});

it.each([
  ['what is never waived', { ...waived, itemId: 'halt-tested' }, 'conflict'],
  ['what is met', { ...waived, itemId: 'bound-to-addresses' }, 'conflict'],
  ['what is no item', { ...waived, itemId: '__proto__' }, 'not-found'],
  ['more than 30 days', { ...waived, days: 31 }, 'invalid-input'],
  ['no reason to speak of', { ...waived, reason: 'because' }, 'invalid-input'],
])('no waiver is asked for of %s', async (_what, wanted, code) => {
  expect(await core.ask('golive.requestWaiver', wanted)).toMatchObject({ ok: false, error: { code } });
  expect(await core.get('approvals.pending', {})).toEqual([]);
});

it('halts to try the halt, has the real gate refuse an order, and stays halted', async () => {
  expect((await item('halt-tested'))?.state).toBe('unmet');
  const after = await core.get('golive.testHalt', {}, 'operator');
  expect(itemOf(after, 'halt-tested')).toMatchObject({ state: 'met', atMs: expect.any(Number) });
  expect(core.core.status().halt).toMatchObject({ state: 'halted', reasons: [{ code: 'halt-test', resolved: true }] });
  const refused = await core.get('audit.query', { limit: 50, eventType: 'order', status: 'failed' });
  expect(refused.map(({ body }) => body).join()).toContain('trading-halted');
  expect(await core.get('orders.list', {})).toEqual([]);
  expect((await core.get('halt.requestRelease', {})).warnings).toEqual([]);
  forwardMs += dayMs + 1;
  expect((await item('halt-tested'))?.state).toBe('unmet');
});

it("takes a person's word for the disk, and no program's", async () => {
  const said = { itemId: 'disk-encrypted', text: 'LUKS on the whole disk' } as const;
  expect(await core.ask('golive.attest', said, 'operator')).toMatchObject({
    ok: false,
    error: { code: 'not-allowed' },
  });
  const after = await core.get('golive.attest', said, 'console');
  expect(itemOf(after, 'disk-encrypted')).toMatchObject({ state: 'met', evidence: said.text });
});

it('a secret in the .env of the data folder is named, and its value is not', async () => {
  writeFileSync(join(core.folder, '.env'), 'CEX_BINANCE_API_SECRET=hidden-part-of-it\n', { mode: 0o600 });
  core = await core.restart();
  const found = await item('no-plain-secrets');
  expect(found?.state).toBe('unmet');
  expect(found?.evidence).toContain('CEX_BINANCE_API_SECRET');
  expect(found?.evidence).not.toContain('hidden-part');
});

it('runs the self-test, which holds for this version on this program and no longer, and leaves two rows', async () => {
  expect((await item('self-tested'))?.state).toBe('unmet');
  const after = await core.get('golive.selfTest', {}, 'operator');
  expect(itemOf(after, 'self-tested')).toMatchObject({ state: 'met', atMs: expect.any(Number) });
  const rows = await core.get('audit.query', { limit: 10, eventType: 'golive' });
  expect(rows.map(({ status }) => status)).toEqual(['ok', 'requested']);
  core = await core.restart();
  expect((await item('self-tested'))?.state).toBe('met');
  core = await core.restart({ runtime: 'another program' });
  const elsewhere = await item('self-tested');
  expect(elsewhere).toMatchObject({ state: 'unmet', evidence: expect.stringContaining('It was run last in version') });
});

it('waivers and words that were noted before there was a self-test are kept', async () => {
  await approve(await core.get('golive.requestWaiver', waived));
  await core.core.close();
  const file = join(core.folder, 'console.db');
  const database = new SqliteDatabase(file);
  const select = database.prepare("SELECT body FROM documents WHERE name = 'golive'").pluck();
  const { selfTest, ...before } = JSON.parse(String(select.get()));
  expect(selfTest).toBeNull();
  database.prepare("UPDATE documents SET body = ? WHERE name = 'golive'").run(JSON.stringify(before));
  database.close();
  core = await core.restart();
  expect((await item(waived.itemId))?.waiver).toMatchObject({ reason: waived.reason });
});
