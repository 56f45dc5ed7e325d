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

const masterKey = new Uint8Array(32).fill(9);
const old = tradingKey();
const fresh = { ...tradingKey(), apiKey: 'KrakenTestKeyKrakenTestKeyKrakenTestKeyKrakenTestKey0002' };

beforeAll(async () => {
  exchange = krakenExchange();
  server = await serveExchange(exchange);
  net = tlsFetch([server]);
});
afterEach(async () => {
  await core.remove();
  exchange.keys.splice(0, exchange.keys.length, tradingKey());
});
afterAll(async () => {
  net.close();
  await server.close();
});

async function open(environment: Readonly<Record<string, string>> = {}): Promise<void> {
  core = await temporaryCore({ environment, ports: { fetch: net.fetch, masterKey } });
}
const enter = (label: string, { apiKey, secret }: { readonly apiKey: string; readonly secret: string }) =>
  core.get('exchangeKeys.add', { exchange: 'kraken', label, apiKey, secret }, 'approval');
const at = (procedure: Procedure) => procedure.currentStepId;
async function current(): Promise<Procedure> {
  const [procedure] = await core.get('procedures.list', {});
  if (procedure === undefined) throw new Error('no procedure');
  return procedure;
}
/** Tries the step that it stands at. */
async function step(word: string | null = null): Promise<Procedure> {
  const { currentStepId, procedureId } = await current();
  return core.get('procedures.step', { procedureId, stepId: currentStepId ?? '', word });
}
/** Closes the console and starts it again, as after every step of a rotation that is cut off there. */
const restart = async (environment?: Readonly<Record<string, string>>) => {
  core = await core.restart(environment === undefined ? {} : { environment });
};
/** Releases as the approval window does. */
async function release() {
  const asked = await core.ask('halt.requestRelease', {});
  if (!asked.ok) return asked;
  const { approvalId, digest } = asked.value;
  return core.ask('approvals.decide', { approvalId, digest, answer: 'approve', word: 'RELEASE' }, 'approval');
}
const halt = async () => (await core.get('system.status', {})).halt;
const proofs = (procedure: Procedure, stepId: string) =>
  procedure.steps.find((one) => one.stepId === stepId)?.proofs.map(({ strength }) => strength) ?? [];

describe('the rotation of a key in the vault', () => {
  it('goes from halt to wiped, with a restart after every step, and proves that the old key is dead', async () => {
    await open();
    const before = await enter('Old', old);
    exchange.keys.push({ ...fresh });
    const started = await core.get('procedures.start', {
      kind: 'rotate-exchange-key',
      credentialId: before.credentialId,
    });
    expect(at(started)).toBe('halt');
    expect((await halt()).state).toBe('active');
    expect(at(await step())).toBe('old-works');
    await restart();
    expect(await halt()).toMatchObject({
      state: 'halted',
      reasons: expect.arrayContaining([
        expect.objectContaining({ text: 'A key of Kraken is being rotated', resolved: false }),
      ]),
    });
    expect(await release()).toMatchObject({ ok: false, error: { code: 'release-locked' } });
    expect(at(await step())).toBe('new-key');
    await restart();
    expect(at(await step())).toBe('new-key');
    const entered = await enter('New', fresh);
    expect(entered.state).toBe('standby');
    const use = { credentialId: entered.credentialId };
    expect(await core.ask('exchangeKeys.use', use, 'approval')).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    expect(at(await step())).toBe('rights');
    await restart();
    expect(at(await step())).toBe('read-test');
    await restart();
    expect(at(await step())).toBe('switch');
    expect(at(await step())).toBe('switch');
    expect(await core.ask('exchangeKeys.use', use, 'approval')).toMatchObject({ ok: true });
    const wipe = { credentialId: before.credentialId, reason: 'rotated' };
    expect(await core.ask('exchangeKeys.retire', wipe, 'approval')).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    await restart();
    expect(at(await step())).toBe('revoke');
    expect(at(await step('I deleted it'))).toBe('old-dead');
    const alive = await step();
    expect(at(alive)).toBe('old-dead');
    expect(proofs(alive, 'old-dead')).toEqual(['failed']);
    expect(at(await step('I am sure'))).toBe('old-dead');
    exchange.keys.splice(0, exchange.keys.length, { ...fresh, nonce: exchange.keys.at(-1)?.nonce ?? 0n });
    await restart();
    const dead = await step();
    expect(at(dead)).toBe('health');
    expect(proofs(dead, 'old-dead').at(-1)).toBe('proved');
    await restart();
    expect(at(await step())).toBe('paper-trade');
    expect(await release()).toMatchObject({ ok: false, error: { code: 'release-locked' } });
    expect(at(await step())).toBe('release');
    expect((await halt()).state).toBe('halted');
    expect(at(await step())).toBe('release');
    await restart();
    expect(await release()).toMatchObject({ ok: true });
    expect((await halt()).state).toBe('active');
    expect(at(await step())).toBe('first-order');
    expect(at(await step())).toBe('wipe');
    expect(at(await step())).toBe('wipe');
    expect(await core.ask('exchangeKeys.retire', wipe, 'approval')).toMatchObject({ ok: true });
    const ended = await step();
    expect(ended).toMatchObject({ outcome: 'completed', currentStepId: null });
    const rows = await core.get('audit.query', { eventType: 'credential-rotation', limit: 100 });
    expect(rows.filter(({ status }) => status === 'requested').length).toBeGreaterThanOrEqual(13);
    expect(rows.every(({ level }) => level === 'info' || level === 'warn')).toBe(true);
    expect(net.strays).toEqual([]);
    expect(server.mutating()).toBe(0);
  });

  it('refuses a new key that may do more than the old one', async () => {
    await open();
    const before = await enter('Old', old);
    exchange.keys.push({ ...fresh, permissions: [...fresh.permissions, 'withdraw-funds'] });
    await core.get('procedures.start', { kind: 'rotate-exchange-key', credentialId: before.credentialId });
    await step();
    await step();
    const { credentialId } = await enter('Wide', fresh);
    await step();
    const refused = await step();
    expect(at(refused)).toBe('rights');
    expect(refused.steps.find(({ stepId }) => stepId === 'rights')?.proofs.at(-1)?.text).toContain('withdraw');
    expect(await core.ask('exchangeKeys.use', { credentialId }, 'approval')).toMatchObject({ ok: false });
    const left = await core.get('procedures.leave', {
      procedureId: refused.procedureId,
      reason: 'another key is made',
    });
    expect(left).toMatchObject({ outcome: 'left', reason: 'another key is made', currentStepId: null });
    expect((await halt()).state).toBe('halted');
    const { warnings } = await core.get('halt.requestRelease', {});
    expect(warnings).toEqual([
      expect.stringContaining("The rotation of 'Old' was left before everything was validated"),
    ]);
    expect(await release()).toMatchObject({ ok: true });
    const { credentials } = await core.get('custody.list', {});
    expect(credentials.map(({ label, state }) => `${label} ${state}`)).toEqual(['Old active', 'Wide standby']);
  });

  it('is one at a time, step by step, and for a key that is in use', async () => {
    await open();
    const before = await enter('Old', old);
    exchange.keys.push({ ...fresh });
    const standby = await enter('Standby', fresh);
    const start = (credentialId: string) => core.ask('procedures.start', { kind: 'rotate-exchange-key', credentialId });
    expect(await start(standby.credentialId)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(await start('no-such')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await start(before.credentialId)).toMatchObject({ ok: true });
    expect(await start(before.credentialId)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    const { procedureId } = await current();
    const ahead = await core.ask('procedures.step', { procedureId, stepId: 'wipe' });
    expect(ahead).toMatchObject({ ok: false, error: { code: 'conflict' } });
    const [first, second] = await Promise.all([
      core.ask('procedures.step', { procedureId, stepId: 'halt' }),
      core.ask('procedures.step', { procedureId, stepId: 'halt' }),
    ]);
    expect([first.ok, second.ok]).toEqual([true, false]);
    expect(at(await current())).toBe('old-works');
  });
});

it('a key of the environment is rotated where it stands: the lines are told, and the new one is known at the next start', async () => {
  const lines = ({ apiKey, secret }: typeof old) => ({ CEX_KRAKEN_API_KEY: apiKey, CEX_KRAKEN_API_SECRET: secret });
  await open(lines(old));
  exchange.keys.push({ ...fresh });
  const [row] = (await core.get('custody.list', {})).credentials.filter(({ kind }) => kind === 'cex-key');
  await core.get('procedures.start', { kind: 'rotate-exchange-key', credentialId: row?.credentialId ?? '' });
  await step();
  const asked = await step();
  const told = asked.steps.find(({ stepId }) => stepId === 'new-key')?.instruction;
  expect(told).toContain('CEX_KRAKEN_API_KEY');
  expect(told).toContain('CEX_KRAKEN_API_SECRET');
  expect(at(await step())).toBe('new-key');
  await restart(lines(fresh));
  expect(at(await step())).toBe('rights');
  expect(at(await step())).toBe('read-test');
  expect(at(await step())).toBe('switch');
  expect(at(await step())).toBe('revoke');
  expect(at(await step('revoked'))).toBe('old-dead');
  expect(at(await step())).toBe('old-dead');
  const said = await step('It is gone from the list at Kraken');
  expect(at(said)).toBe('health');
  expect(proofs(said, 'old-dead').at(-1)).toBe('said');
  expect(await release()).toMatchObject({ ok: false, error: { code: 'release-locked' } });
});
