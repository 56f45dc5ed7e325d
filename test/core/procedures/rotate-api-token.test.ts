import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { apiTokenFile, oldApiTokenFile } from '../../../core/api/api-tokens.ts';
import type { Procedure } from '../../../core/contract/shapes.ts';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';

let core: TemporaryCore;
afterEach(() => core.remove());

const ready = () => expect.poll(() => core.core.status().apiAddress, { timeout: 30_000 }).not.toBeNull();
async function open(serveApi = true): Promise<void> {
  core = await temporaryCore({ serveApi, ports: { fetch, masterKey: new Uint8Array(32).fill(9) } });
  if (serveApi) await ready();
}
const token = (): string => readFileSync(join(core.folder, apiTokenFile), 'utf8').trim();
const hasOld = (): boolean => existsSync(join(core.folder, oldApiTokenFile));
const halts = async (bearer: string): Promise<number> => {
  const headers = { authorization: `Bearer ${bearer}` };
  return (await fetch(`${core.core.status().apiAddress}/api/halt`, { method: 'POST', headers })).status;
};
async function start() {
  const { credentials } = await core.get('custody.list', {});
  const credentialId = credentials.find(({ kind }) => kind === 'api-token')?.credentialId ?? '';
  return core.ask('procedures.start', { kind: 'rotate-api-token', credentialId });
}
async function step(word: string | null = null): Promise<Procedure> {
  const [procedure] = await core.get('procedures.list', {});
  const { currentStepId, procedureId } = procedure as Procedure;
  return core.get('procedures.step', { procedureId, stepId: currentStepId ?? '', word });
}
async function release() {
  const asked = await core.ask('halt.requestRelease', {});
  if (!asked.ok) return asked;
  const { approvalId, digest } = asked.value;
  return core.ask('approvals.decide', { approvalId, digest, answer: 'approve', word: 'RELEASE' }, 'approval');
}

describe("the rotation of the local API's token", () => {
  it('takes both tokens for a while, also over a restart, and then only the new one', async () => {
    await open();
    const old = token();
    expect(await start()).toMatchObject({ ok: true });
    await step();
    await step();
    const fresh = token();
    expect(fresh).not.toBe(old);
    expect([await halts(old), await halts(fresh)]).toEqual([200, 200]);
    core = await core.restart();
    await ready();
    expect([await halts(old), await halts(fresh), token()]).toEqual([200, 200, fresh]);
    expect((await step()).currentStepId).toBe('tell-users');
    expect((await step('the watchdog has it')).currentStepId).toBe('new-works');
    expect((await step()).currentStepId).toBe('old-refused');
    const refused = await step();
    expect(refused.currentStepId).toBe('paper-trade');
    expect(refused.steps.find(({ stepId }) => stepId === 'old-refused')?.proofs).toMatchObject([
      { strength: 'proved' },
    ]);
    expect([await halts(old), await halts(fresh), hasOld()]).toEqual([401, 200, false]);
    expect(await release()).toMatchObject({ ok: false, error: { code: 'release-locked' } });
    expect((await step()).currentStepId).toBe('release');
    expect(await release()).toMatchObject({ ok: true });
    expect(await step()).toMatchObject({ outcome: 'completed' });
    const { credentials } = await core.get('custody.list', {});
    const row = credentials.find(({ kind }) => kind === 'api-token');
    expect(row?.lastRotatedAtMs).not.toBeNull();
    const rows = JSON.stringify(await core.get('audit.query', { limit: 200 }));
    for (const secret of [old, fresh]) expect(rows).not.toContain(secret);
  });

  it('is not begun on where the API is not served, and nothing is drawn', async () => {
    await open();
    core = await core.restart({ serveApi: false });
    const before = token();
    expect(await start()).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect([token(), hasOld()]).toEqual([before, false]);
  });
});

it('draws a new token also where a rotation before it was left with both taken', async () => {
  await open();
  const first = token();
  expect(await start()).toMatchObject({ ok: true });
  await step();
  await step();
  const second = token();
  const [left] = await core.get('procedures.list', {});
  await core.get('procedures.leave', { procedureId: left?.procedureId ?? '', reason: 'no time for it' });
  expect(await start()).toMatchObject({ ok: true });
  await step();
  await step();
  expect([first, second]).not.toContain(token());
  expect([await halts(first), await halts(second), await halts(token())]).toEqual([401, 200, 200]);
});

it('keeps no token that was typed where words belong', async () => {
  await open();
  expect(await start()).toMatchObject({ ok: true });
  await step();
  await step();
  const [procedure] = await core.get('procedures.list', {});
  const about = { procedureId: procedure?.procedureId ?? '', stepId: 'tell-users' };
  const typed = await core.ask('procedures.step', { ...about, word: `it is ${token()}` });
  expect(typed).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  const reason = `because of ${token()}`;
  expect(await core.ask('procedures.leave', { procedureId: about.procedureId, reason })).toMatchObject({ ok: false });
  const rows = JSON.stringify(await core.get('audit.query', { limit: 200 }));
  expect(rows).not.toContain(token());
});
