import { expect, it } from 'vitest';
import { golive } from '../../../core/cli/golive.ts';
import { goliveCommands } from '../../../core/cli/golive-commands.ts';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';

it('a new console says what is missing, to any face and on the command line, and arms nothing', async () => {
  const core = await temporaryCore({ serveApi: true });
  try {
    const { items, met } = await core.get('golive.checklist', {}, 'operator');
    expect(met).toBeLessThan(items.length);
    const unmet = items.filter(({ state }) => state === 'unmet').map(({ itemId }) => itemId);
    expect(unmet).toEqual(expect.arrayContaining(['emergency-rehearsed', 'contacts-reviewed', 'calendar-written']));
    await expect.poll(() => core.core.status().apiAddress, { timeout: 30_000 }).not.toBeNull();
    const lines: string[] = [];
    const write = (text: string) => void lines.push(text);
    expect(await golive({ dataFolder: core.folder, environment: {} }, { out: write, note: write }, false)).toBe(1);
    expect(lines.filter((line) => /^(met|UNMET|UNKNOWN) /.test(line))).toHaveLength(items.length);
    expect(lines).toContain('         Here: portcullis rotation calendar');
    const known = items.map(({ itemId }) => itemId);
    expect(Object.keys(goliveCommands).filter((itemId) => !known.includes(itemId))).toEqual([]);
    expect(lines.at(-1)).toMatch(/^\d+ of \d+ are met\. Live trading is NOT armed/);
    const json: string[] = [];
    const asJson = { out: (text: string) => void json.push(text), note: write };
    expect(await golive({ dataFolder: core.folder, environment: {} }, asJson, true)).toBe(1);
    expect(json.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { armed: null, items: known.map((itemId) => ({ itemId })) },
    ]);
    expect(core.core.status()).toMatchObject({ mode: 'paper', liveEnabled: false });
  } finally {
    await core.remove();
  }
});

it('without a console that runs it says so at once, and how one is started', async () => {
  const core = await temporaryCore();
  try {
    for (const isJson of [false, true]) {
      const [out, notes]: [string[], string[]] = [[], []];
      const streams = { out: (text: string) => void out.push(text), note: (text: string) => void notes.push(text) };
      expect(await golive({ dataFolder: core.folder, environment: {} }, streams, isJson)).toBe(1);
      expect(out).toEqual([]);
      expect(notes).toEqual([expect.stringMatching(/^No console runs .*portcullis serve/)]);
    }
  } finally {
    await core.remove();
  }
});

/** Published with anvil and hardhat; never for funds. */
const publishedKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

async function itemsOf(core: TemporaryCore, ...itemIds: readonly string[]) {
  const { items } = await core.get('golive.checklist', {});
  return itemIds.map((itemId) => items.find((item) => item.itemId === itemId)?.state);
}

it('a signer is to be verified once it is pinned, and is by a test signature', async () => {
  const core = await temporaryCore({ environment: { SIGNER_TYPE: 'env_private_key', PRIVATE_KEY: publishedKey } });
  try {
    expect(await itemsOf(core, 'signer-verified')).toEqual(['unmet']);
    const { approvalId, digest } = await core.get('signers.select', { kind: 'env_private_key' });
    await core.get('approvals.decide', { approvalId, digest, answer: 'approve' }, 'approval');
    expect(await itemsOf(core, 'signer-verified')).toEqual(['unmet']);
    await core.get('signers.test', {});
    expect(await itemsOf(core, 'signer-verified', 'signer-over-tls', 'ledger-app')).toEqual(['met', 'met', 'met']);
  } finally {
    await core.remove();
  }
});

it('a signer that is a service is not asked over plain HTTP, and a Ledger that was not seen is not known', async () => {
  const environment = { SIGNER_TYPE: 'remote', SIGNER_REMOTE_URL: 'http://127.0.0.1:1' };
  let core = await temporaryCore({ environment });
  try {
    expect(await itemsOf(core, 'signer-over-tls')).toEqual(['unmet']);
    core = await core.restart({
      environment: { ...environment, SIGNER_REMOTE_URL: 'https://127.0.0.1:1', PORTCULLIS_REMOTE_PIN: 'ab'.repeat(32) },
    });
    expect(await itemsOf(core, 'signer-over-tls')).toEqual(['met']);
    core = await core.restart({ environment: { SIGNER_TYPE: 'ledger' } });
    expect(await itemsOf(core, 'ledger-app', 'signer-verified')).toEqual(['unknown', 'unmet']);
  } finally {
    await core.remove();
  }
});
