import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Method } from '../../../core/contract/method.ts';
import { methods } from '../../../core/contract/methods.ts';
import type { MethodName } from '../../../core/contract/names.ts';
import { systemClock } from '../../../core/node-ports.ts';
import { manualClock } from '../../manual-clock.ts';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';

const passphrase = 'the lock of this desk';
const identity = { service: 'remote' as const, cert: '', key: '', ca: '', pins: [] };
/** An input that the contract takes, for each that raises; what it is about need not be there. */
const inputs: Partial<Record<MethodName, object>> = {
  'custody.setInterval': { credentialId: 'a'.repeat(24), days: 400, reason: 'because' },
  'exchangeKeys.add': { exchange: 'kraken', label: 'x', apiKey: 'key', secret: 'c2VjcmV0' },
  'exchangeKeys.addText': { text: 'CEX_KRAKEN_API_KEY=x' },
  'exchangeKeys.takeOver': { credentialId: 'a'.repeat(24), label: 'x' },
  'exchangeKeys.use': { credentialId: 'a'.repeat(24) },
  'exchangeKeys.retire': { credentialId: 'a'.repeat(24), reason: 'because' },
  'exchangeKeys.attest': { credentialId: 'a'.repeat(24), ipRestricted: true, createdOn: null },
  'vault.changeMasterKey': {},
  'vault.changePassphrase': { current: 'x', next: 'a new passphrase' },
  'vault.setSecondLock': { current: null, next: 'a new passphrase' },
  'vault.export': { passphrase: 'a new passphrase' },
  'vault.import': { text: '{}', passphrase: 'x' },
  'webhooks.set': { webhookId: 'a'.repeat(24), label: 'x', notices: ['halted'], enabled: true },
  'webhooks.remove': { webhookId: 'a'.repeat(24) },
  'webhooks.rotateSecret': { webhookId: 'a'.repeat(24), secret: 'x' },
  'webhooks.endOverlap': { webhookId: 'a'.repeat(24) },
  'backups.record': {
    component: 'policy',
    place: 'a drawer',
    encryption: 'none',
    access: 'me alone',
    twoPerson: 'no',
    geographicSplit: 'no',
  },
  'backups.verify': { by: 'attestation', backupId: 'a'.repeat(24), result: 'ok', text: 'It is there' },
  'backups.rehearsed': { setId: 'AAAA-AAAA', result: 'ok', text: 'It opened' },
  'backups.retire': { backupId: 'a'.repeat(24), reason: 'because' },
  'signers.setIdentity': identity,
  'keystore.create': { password: 'a new password' },
  'keystore.import': { text: '{}', password: 'x', newPassword: 'a new password' },
  'keystore.export': { password: 'x', newPassword: 'a new password' },
  'keystore.changePassword': { password: 'x', newPassword: 'a new password' },
  'keystore.deleteOld': { password: 'x' },
  'keystore.password': { password: 'x', keep: true },
  'chains.setRpc': { chainId: 1, url: 'https://rpc.example/key' },
};
const free = ['lock.unlock', 'lock.setPassphrase', 'approvals.decide', 'vault.unlock'];
const raising = (Object.entries(methods) as [MethodName, Method][])
  .filter(([name, { effect }]) => effect === 'raise' && !free.includes(name))
  .map(([name]) => name);

let world: TemporaryCore;
const clock = { ...systemClock, monotonicMs: () => wound.monotonicMs() };
const wound = manualClock();

beforeAll(async () => {
  world = await temporaryCore({ ports: { clock, masterKey: new Uint8Array(32).fill(3) } });
  await world.get('lock.setPassphrase', { current: null, next: passphrase }, 'approval');
  wound.wind(11 * 60_000);
});
afterAll(() => world.remove());

describe('a console that was left alone', () => {
  it.each(raising)('does nothing by %s from a window, and asks for its passphrase', async (name) => {
    world.heard.length = 0;
    expect(inputs[name], 'a new method that raises needs an input here').toBeDefined();
    expect(await world.core.call('approval', name, inputs[name])).toEqual({
      ok: false,
      error: { code: 'app-locked', retry: 'safe' },
    });
    expect(world.heard.map(({ topic }) => topic)).toContain('lock.requested');
    const [row] = await world.get('audit.query', { limit: 1 });
    expect(row).toMatchObject({ eventType: 'app-lock', level: 'warn', status: 'failed', subject: name });
  });

  it('is still halted, and its vault opened, without it', async () => {
    expect(await world.ask('halt.engage', { reason: 'Stop' }, 'approval')).toMatchObject({ ok: true });
    expect(await world.ask('vault.unlock', { passphrase: 'any' }, 'approval')).toMatchObject({
      error: { code: 'conflict' },
    });
  });

  it('takes the word of a terminal, where the passphrase of the vault was typed for the call', async () => {
    expect(await world.ask('signers.setIdentity', identity, 'terminal')).toMatchObject({ ok: true });
  });

  it('raises again once it is unlocked, and each time keeps it open for longer', async () => {
    expect(await world.ask('lock.unlock', { passphrase }, 'approval')).toMatchObject({ ok: true });
    for (const minutes of [6, 12, 18]) {
      wound.wind(6 * 60_000);
      const raised = await world.ask('signers.setIdentity', identity, 'approval');
      expect([minutes, raised]).toMatchObject([minutes, { ok: true }]);
    }
  });
});
