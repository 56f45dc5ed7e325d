import { readFileSync, statSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Procedure } from '../../../core/contract/shapes.ts';
import { type ExchangeServer, serveExchange } from '../../exchange/exchange-server.ts';
import { tradingKey } from '../../exchange/kraken/kraken-keys.ts';
import { type KrakenExchange, krakenExchange } from '../../exchange/kraken/kraken-server.ts';
import { type TlsFetch, tlsFetch } from '../../exchange/tls-fetch.ts';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';

let exchange: KrakenExchange;
let server: ExchangeServer;
let net: TlsFetch;
let core: TemporaryCore;

const old = tradingKey();
const fresh = { ...tradingKey(), apiKey: 'KrakenTestKeyKrakenTestKeyKrakenTestKeyKrakenTestKey0002' };

beforeAll(async () => {
  exchange = krakenExchange();
  server = await serveExchange(exchange);
  net = tlsFetch([server]);
});
afterEach(() => core.remove());
afterAll(async () => {
  net.close();
  await server.close();
});

async function open(): Promise<void> {
  core = await temporaryCore({ ports: { fetch: net.fetch, masterKey: new Uint8Array(32).fill(9) } });
}
async function current(): Promise<Procedure> {
  const [procedure] = await core.get('procedures.list', {});
  if (procedure === undefined) throw new Error('no procedure');
  return procedure;
}
async function step(word: string | null = null): Promise<Procedure> {
  const { currentStepId, procedureId } = await current();
  return core.get('procedures.step', { procedureId, stepId: currentStepId ?? '', word });
}
async function release() {
  const asked = await core.ask('halt.requestRelease', {});
  if (!asked.ok) return asked;
  const { approvalId, digest } = asked.value;
  return core.ask('approvals.decide', { approvalId, digest, answer: 'approve', word: 'RELEASE' }, 'approval');
}
const proofs = ({ steps }: Procedure, stepId: string) =>
  steps.find((one) => one.stepId === stepId)?.proofs.map(({ strength, text }) => `${strength}: ${text}`) ?? [];

describe('a drill', () => {
  it('halts for real, has the gate refuse, finds that in the trail, writes its report, and counts once released', async () => {
    await open();
    expect((await core.get('custody.list', {})).lastDrillAtMs).toBeNull();
    const started = await core.get('procedures.startDrill', {});
    expect(core.core.status().halt.state).toBe('halted');
    expect(started).toMatchObject({
      kind: 'drill',
      currentStepId: 'revoke',
      label: 'Drill of the emergency procedure',
    });
    expect(proofs(started, 'halt')).toEqual([
      'proved: Trading is halted, and the halt is stored.',
      'proved: The gate refused a practice order, because trading is halted.',
    ]);
    const [refused] = await core.get('audit.query', { eventType: 'order', status: 'failed' });
    expect(await release()).toMatchObject({ ok: false, error: { code: 'release-locked' } });
    expect((await step('I could sign in everywhere')).currentStepId).toBe('audit-review');
    core = await core.restart();
    expect(core.core.status().halt.state).toBe('halted');
    const reviewed = await step();
    expect(proofs(reviewed, 'audit-review').join(' ')).toContain(`order failed, about ${refused?.subject}`);
    expect((await step('that was the drill')).currentStepId).toBe('balances');
    const read = await step();
    expect(read.currentStepId).toBe('notify');
    expect(proofs(read, 'balances').join(' ')).toContain('The practice account was read:');
    await step();
    await step('nobody, it is a drill');
    await step('dice and this machine');
    expect((await step('only me')).currentStepId).toBe('report');
    expect((await step()).currentStepId).toBe('paper-trade');
    expect(await release()).toMatchObject({ ok: false, error: { code: 'release-locked' } });
    await step();
    expect((await core.get('custody.list', {})).lastDrillAtMs).toBeNull();
    expect(await release()).toMatchObject({ ok: true });
    const ended = await step();
    expect(ended).toMatchObject({ outcome: 'completed', currentStepId: null });
    expect((await core.get('custody.list', {})).lastDrillAtMs).toBe(ended.endedAtMs);
    const { html, markdown } = await core.get('procedures.writeReport', { procedureId: ended.procedureId });
    const rows = await core.get('audit.query', { eventType: 'report-written', limit: 5 });
    expect(rows.map(({ status }) => status)).toEqual(['ok', 'requested']);
    for (const file of [html, markdown]) {
      expect(readFileSync(file, 'utf8')).toContain('This was a drill');
      expect(readFileSync(file, 'utf8')).toContain('the halt was real');
      if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(markdown, 'utf8')).toContain('Resume trading');
  });

  it('leaves nothing for itself, but an emergency leaves a drill', async () => {
    await open();
    const { credentialId } = await core.get(
      'exchangeKeys.add',
      { exchange: 'kraken', label: 'Old', apiKey: old.apiKey, secret: old.secret },
      'approval',
    );
    await core.get('procedures.startDrill', {});
    const about = { credentialId, trigger: 'suspicious-activity' } as const;
    expect(await core.ask('procedures.startEmergency', about, 'operator')).toMatchObject({ ok: true });
    const [emergency, drill] = await core.get('procedures.list', {});
    expect(emergency).toMatchObject({ kind: 'emergency', credentialId, currentStepId: 'revoke' });
    expect(drill).toMatchObject({ kind: 'drill', outcome: 'left' });
    expect(await core.ask('procedures.startDrill', {})).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect((await core.get('custody.list', {})).lastDrillAtMs).toBeNull();
    expect(await core.ask('procedures.start', { kind: 'emergency', credentialId })).toMatchObject({ ok: false });
  });
});

it('an emergency of a key takes over from its rotation, sees it refused, then replaced and dead, and reports no secret', async () => {
  await open();
  const enter = (label: string, { apiKey, secret }: typeof old) =>
    core.get('exchangeKeys.add', { exchange: 'kraken', label, apiKey, secret }, 'approval');
  const before = await enter('Old <b>key</b>', old);
  await core.get('exchangeKeys.readPassport', { credentialId: before.credentialId });
  await core.get('procedures.start', { kind: 'rotate-exchange-key', credentialId: before.credentialId });
  const { credentialId } = before;
  const wrong = await core.ask('procedures.startEmergency', { credentialId, trigger: 'token-leak' });
  expect(wrong).toMatchObject({ ok: false, error: { code: 'conflict' } });
  expect(core.core.status().halt.state).toBe('active');
  await step();
  await core.get('procedures.startEmergency', { credentialId, trigger: 'suspicious-activity' });
  // Its lock is gone with it, and whoever releases is told.
  expect(core.core.status().halt.reasons.map(({ code }) => code)).toContain('rotation-left');
  expect((await core.get('procedures.list', {}))[1]).toMatchObject({
    outcome: 'left',
    reason: expect.stringContaining('Emergency'),
  });
  const alive = await step('deleted');
  expect(alive.currentStepId).toBe('revoke');
  expect(proofs(alive, 'revoke').at(-1)).toContain('still takes this key');
  exchange.keys.splice(0, exchange.keys.length);
  expect((await step()).currentStepId).toBe('audit-review');
  await step();
  await step('all of it was me');
  const unread = await step();
  expect(unread.currentStepId).toBe('balances');
  expect((await step('I looked at Kraken itself: all is there')).currentStepId).toBe('notify');
  await step();
  await step('my partner, by telephone');
  exchange.keys.push({ ...fresh });
  const entered = await enter('New', fresh);
  await step();
  await step();
  expect((await step()).currentStepId).toBe('switch');
  await core.get('exchangeKeys.use', { credentialId: entered.credentialId }, 'approval');
  await step();
  const dead = await step();
  expect(proofs(dead, 'old-dead').at(-1)).toContain('proved');
  await step('Kraken made it');
  await step('me, and the old laptop');
  const reported = await step();
  expect(reported.currentStepId).toBe('health');
  await step();
  await step();
  expect(await release()).toMatchObject({ ok: true });
  await step();
  await core.get('exchangeKeys.retire', { credentialId, reason: 'compromised' }, 'approval');
  expect(await step()).toMatchObject({ outcome: 'completed' });
  const { html, markdown } = await core.get('procedures.writeReport', { procedureId: reported.procedureId });
  for (const text of [html, markdown].map((file) => readFileSync(file, 'utf8'))) {
    for (const secret of [old.apiKey, old.secret, fresh.apiKey, fresh.secret]) expect(text).not.toContain(secret);
    expect(text).toContain('suspicious activity');
    expect(text).toContain('old laptop');
    expect(text).not.toContain('<b>');
  }
  expect(net.strays).toEqual([]);
});
