import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemSignerPorts } from '../../../core/signer-ports.ts';
import { from, other, otherPrivateKey, privateKey } from '../../signer/remote-kit.ts';
import {
  cancelsDoubt,
  type Ending,
  endsAs,
  guardedCore,
  mismatch,
  unavailable,
  unsure,
  withSigner,
} from './guarded-core.ts';
import { keystoreSettings } from './on-chain-core.ts';
import { sharedChain } from './shared-chain.ts';

const { anvil } = sharedChain();
const lyingChild = fileURLToPath(new URL('programs/lying-child.mjs', import.meta.url));
const environmentKey = { SIGNER_TYPE: 'env_private_key', PRIVATE_KEY: privateKey, PORTCULLIS_SIGNER_ADDRESS: from };

/** A program that starts in place of Node and runs the lying child, whatever it is asked to run. */
function lyingNode(way: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-child-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'node');
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${lyingChild}' ${way}\n`);
  chmodSync(file, 0o700);
  return file;
}

function withChild(way: string) {
  return guardedCore(anvil(), environmentKey, { ports: { signers: systemSignerPorts(lyingNode(way)) } });
}

describe("a key's own process that cannot be trusted", () => {
  it.each<[string, string, Ending]>([
    ['signs with another key', 'other-key', mismatch],
    ['signs something else', 'other-bytes', mismatch],
    ['ends over it', 'ends', unsure],
  ])('%s: nothing is sent', async (_, way, ending) => {
    const world = await withChild(way);
    const shown = await world.preview(world.draft);
    await endsAs(world, shown, await world.submit(shown), ending);
  });

  it('is told to stop and signs all the same: what it signed is not taken, and its nonce is held until it is replaced', async () => {
    const world = await withChild('late');
    const shown = await world.preview(world.draft);
    const submitted = world.submit(shown);
    const { transactionId } = await withSigner(world, 'reads the bytes');
    await world.console.get('transactions.stopSigning', { transactionId });
    const doubted = await endsAs(world, shown, await submitted, unsure);
    await cancelsDoubt(world, doubted);
  });
});

describe('a key that is not the right one, or cannot be had', () => {
  it('of another address than the pinned one: nothing is handed over, and trading halts', async () => {
    const world = await guardedCore(anvil(), { ...environmentKey, PRIVATE_KEY: otherPrivateKey });
    const shown = await world.preview(world.draft);
    const submitted = await world.submit(shown);
    expect(submitted).toMatchObject({ ok: false, error: { state: 'address-differs' } });
    await endsAs(world, shown, submitted, { ...unavailable, halts: ['signer-changed'] });
    expect(await world.console.ask('signers.test', {})).toMatchObject({ error: { code: 'signature-mismatch' } });
    // The test halts once more, and what it began with stays.
    expect(new Set(world.haltCodes())).toEqual(new Set(['signer-changed']));
  });

  it('under another password: nothing is handed over, and the right one, typed, opens it', async () => {
    const { KEYSTORE_PASSWORD: password, ...settings } = await keystoreSettings(anvil());
    const world = await guardedCore(anvil(), settings);
    const shown = await world.preview(world.draft);
    await endsAs(world, shown, await world.submit(shown), unavailable);
    const give = (given: string) => world.console.ask('keystore.password', { password: given }, 'approval');
    expect(await give('wrong horse')).toMatchObject({ ok: false, error: { code: 'wrong-passphrase' } });
    expect(await give(password ?? '')).toMatchObject({ ok: true });
    expect(await world.submit(await world.preview(world.draft))).toMatchObject({ ok: true });
  });

  it('whose own rules say no: refused before it is asked', async () => {
    const rules = { SIGNER_ALLOWED_TO_ADDRESSES: from, SIGNER_POLICY_ENABLED: 'true' };
    const world = await guardedCore(anvil(), { ...environmentKey, ...rules });
    const shown = await world.preview({ ...world.draft, kind: 'transfer', to: other, amount: '0.01' } as never);
    expect(shown).toMatchObject({ verdict: 'deny' });
    expect(await world.submit(shown)).toMatchObject({ ok: false, error: { code: 'denied-by-policy' } });
    expect(await world.console.get('transactions.list', { limit: 1 })).toEqual([]);
    await world.expectUntouched();
  });
});
