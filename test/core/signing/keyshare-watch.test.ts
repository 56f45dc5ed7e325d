import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemClock } from '../../../core/node-ports.ts';
import { askServiceMs } from '../../../core/signing/service-watch.ts';
import { askParty } from '../../mpc/ask-party.ts';
import { startTwoPartySigner, type TwoPartySigner } from '../../mpc/start.ts';
import { folderForAll } from '../signers/mpc/folder-for-all.ts';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';
import { twoPartySettings } from '../transactions/two-party-settings.ts';

// Real processes on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const folder = folderForAll();
let parties: TwoPartySigner;
let core: TemporaryCore;
let isLive = false;
beforeAll(async () => {
  parties = await startTwoPartySigner({ folder: folder(), sessionTimeoutMs: 10_000 });
  core = await temporaryCore({
    environment: { ...twoPartySettings(parties), PORTCULLIS_SIGNER_ADDRESS: parties.address },
    ports: {
      // A minute is a fifth of a second here.
      clock: {
        ...systemClock,
        every: (periodMs, task) => systemClock.every(periodMs === askServiceMs ? 200 : periodMs, task),
      },
      arming: { isArmed: () => isLive },
    },
  });
});
afterAll(async () => {
  await core?.remove();
  await parties?.stop();
});

const ask = (party: 0 | 1, call: string, body = {}) => askParty(parties.urls[party], parties.tls[party], call, body);
const backUpBoth = async (): Promise<void> => {
  for (const party of [0, 1] as const) await ask(party, 'POST /v1/backup', { passphrase: 'a passphrase of a test' });
};
const rows = async () =>
  (await core.get('audit.query', { eventType: 'keyshare-attest', limit: 50 })).map(({ actor, body }) => ({
    actor,
    ...(JSON.parse(String(body)) as { condition: string; epoch: number | null }),
  }));
/** Waits until the parties were asked so often anew. */
async function asked(times: number): Promise<void> {
  let last = 0;
  for (let seen = 0; seen < times; ) {
    const { look } = await core.get('keyshares.show', {});
    if ((look?.askedAtMs ?? 0) > last) seen += 1;
    last = look?.askedAtMs ?? 0;
    await new Promise(setImmediate);
  }
}

it('both parties are asked by themselves only while real money may be moved, and a row is kept of what is new alone', async () => {
  await backUpBoth();
  expect((await core.get('keyshares.show', {})).look).toBeNull();
  isLive = true;
  await asked(4);
  expect(await rows()).toMatchObject([{ actor: 'core', condition: 'fits', epoch: 0 }]);
});

it('other shares of the same key are new, with their backups made or not, and halt nothing', async () => {
  copyFileSync(parties.shareFile(1), join(folder(), 'left behind'));
  const refresh = { request_id: 'from outside', expected_address: parties.address, expected_epoch: 0 };
  expect(await ask(0, 'POST /v1/refresh', refresh)).toMatchObject({ status: 200 });
  await backUpBoth();
  await expect.poll(async () => (await rows())[0]).toMatchObject({ condition: 'fits', epoch: 1 });
  await asked(2);
  expect(core.core.status().halt.state).toBe('active');
});

it('a share that was left behind halts by itself, and is told once', async () => {
  copyFileSync(join(folder(), 'left behind'), parties.shareFile(1));
  await expect.poll(() => core.core.status().halt.reasons.map(({ code }) => code)).toEqual(['keyshares-mixed']);
  await expect.poll(async () => (await rows())[0]).toMatchObject({ condition: 'mixed' });
  await asked(2);
  expect(core.core.status().halt.reasons).toHaveLength(1);
});
