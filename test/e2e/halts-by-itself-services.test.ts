import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Wallet } from 'ethers';
import { expect, it, onTestFinished } from 'vitest';
import type { TlsIdentity } from '../../core/signers/http-exchange.ts';
import { mutualTls, remoteSettings } from '../core/transactions/remote-settings.ts';
import { twoParties } from '../core/transactions/two-party-settings.ts';
import { askParty } from '../mpc/ask-party.ts';
import { startReadytraderService } from '../signer/readytrader-service.ts';
import { endsWithTest } from '../signer/remote-kit.ts';
import { type GoingLiveConsole, goingLiveConsole } from './golive-console.ts';
import { type Hands, patience, release, untilMet } from './golive-hands.ts';
import { itemWalks } from './golive-items.ts';
import { atBinance, liveOrders } from './live-orders.ts';
import { lookOf } from './look.ts';

/** Published development keys of anvil and hardhat; never for funds. */
const keys = [
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
] as const;
const passphrase = 'a passphrase of a test';
/** A walk to the arming, and halts that are waited for. */
const whole = { timeout: 600_000 };

/** A console that is met in everything but its signer, which the person has chosen and tested before all else. */
async function metWith(
  settings: Readonly<Record<string, string>>,
  choose: (hands: Hands) => Promise<void>,
): Promise<GoingLiveConsole> {
  const stood = await goingLiveConsole({}, { EXECUTION_APPROVAL_MODE: 'auto', ...settings });
  onTestFinished(() => stood.close());
  const { exchanges, hands, place } = stood;
  await choose(hands);
  await hands.get('signers.test', {});
  await untilMet(hands, 'signer-verified');
  for (const { itemId, meet } of itemWalks.filter((walk) => walk.itemId !== 'signer-verified')) {
    await meet(hands, { keys: exchanges.keys, place });
    await untilMet(hands, itemId);
  }
  return stood;
}

it('a console that moves real money stops by itself for a remote signer whose address is another', whole, async () => {
  const { served, server, settings } = mutualTls();
  let privateKey: string = keys[0];
  const setup = {
    tls: server,
    get privateKey() {
      return privateKey;
    },
  };
  const service = await endsWithTest(startReadytraderService(setup));
  const { address } = new Wallet(privateKey);
  const pem = (name: 'CERT' | 'KEY' | 'CA') => readFileSync(settings[`PORTCULLIS_REMOTE_${name}`] ?? '', 'utf8');
  const identity = { cert: pem('CERT'), key: pem('KEY'), ca: pem('CA'), pins: [served.pin] };
  const stood = await metWith(remoteSettings(service.url, { REMOTE_SIGNER_REQUIRE_TLS: 'true' }), async (hands) => {
    await giveCertificates(hands, 'Remote signer', { 'Give its certificates…': ['tls-remote', identity] });
    await hands.approve(() => hands.get('signers.select', { kind: 'remote', address }).then(() => undefined), null);
  });
  const { halts, leaves } = liveOrders(stood);
  // Nobody asks it for anything: the console does, every minute.
  await halts('signer-changed', () => {
    privateKey = keys[1];
  });
  privateKey = keys[0];
  await release(stood.hands);
  await leaves(atBinance);
});

it('and for keyshares that do not belong together, and for older ones', whole, async () => {
  const parties = await twoParties();
  const { address, shareFile, tls, urls } = parties;
  const ask = (party: 0 | 1, call: string, body = {}) => askParty(urls[party], tls[party], call, body);
  // Shares of the first epoch, as an old disk still holds them, and of the second, which the console is shown.
  const kept = mkdtempSync(join(tmpdir(), 'portcullis-shares-'));
  onTestFinished(() => rmSync(kept, { recursive: true, force: true }));
  const keep = (party: 0 | 1, epoch: number) => copyFileSync(shareFile(party), join(kept, `${party}-${epoch}`));
  const putBack = (party: 0 | 1, epoch: number) => copyFileSync(join(kept, `${party}-${epoch}`), shareFile(party));
  for (const party of [0, 1] as const) keep(party, 0);
  expect(await ask(0, 'POST /v1/refresh', { expected_address: address, expected_epoch: 0 })).toMatchObject({
    status: 200,
  });
  for (const party of [0, 1] as const) {
    keep(party, 1);
    await ask(party, 'POST /v1/backup', { passphrase });
  }

  const [PORTCULLIS_MPC_0_URL, PORTCULLIS_MPC_1_URL] = urls;
  const settings = { SIGNER_TYPE: 'cb_mpc_2pc', PORTCULLIS_MPC_0_URL, PORTCULLIS_MPC_1_URL };
  const stood = await metWith(settings, async (hands) => {
    await giveCertificates(hands, 'Two-party signer', {
      'Certificates of party 0…': ['tls-mpc-0', tls[0]],
      'Certificates of party 1…': ['tls-mpc-1', tls[1]],
    });
    await hands.approve(() => hands.get('signers.select', { kind: 'cb_mpc_2pc', address }).then(() => undefined), null);
    await backUpShares(hands);
  });
  const { halts, status } = liveOrders(stood);
  const { hands } = stood;

  await halts('keyshares-mixed', () => putBack(1, 0));
  const look = lookOf(stood.launched, hands.page);
  expect(await look('golive-halted')).toEqual([]);
  await hands.go('Signers');
  expect(await look('signers-halted')).toEqual([]);
  putBack(1, 1);
  // The shares are as they were, and the signer stays halted until the person has had it settled.
  expect(await hands.get('keyshares.attest', {})).toMatchObject({ condition: 'to-settle', canSettle: true });
  await hands.approve(() => hands.get('keyshares.requestSettle', {}).then(() => undefined), null);
  await expect.poll(async () => (await status()).halt.reasons.every(({ resolved }) => resolved), patience).toBe(true);
  await release(hands);

  await halts('keyshares-stale', () => {
    for (const party of [0, 1] as const) putBack(party, 0);
  });
});

/** Puts certificates into the vault by the forms of the approval window: a key in a file would lie in clear, and nothing could be armed. */
async function giveCertificates(
  { fillIn, go, page }: Hands,
  signer: string,
  byButton: Readonly<Record<string, readonly [form: string, identity: TlsIdentity]>>,
): Promise<void> {
  await go('Signers');
  const kinds = page.getByRole('list', { name: 'Kinds of signer' });
  await kinds.getByRole('button', { name: new RegExp(`^${signer}`) }).click(patience);
  for (const [button, [form, { ca = '', cert = '', key = '', pins = [] }]] of Object.entries(byButton)) {
    await fillIn(button, form, { ca, cert, key, pins: pins.join(' ') }, 'Keep');
  }
}

/** Records where each party keeps its share's backup, and has both attest it. */
async function backUpShares({ fillIn, go, page, press, show }: Hands): Promise<void> {
  await go('Custody');
  await show('Recovery');
  await show('Backups');
  const by = { encryption: 'AES-256', access: 'two persons', twoPerson: 'yes', geographicSplit: 'yes' };
  // Both at one place would be the key, and are refused.
  for (const [component, place] of [
    ['mpc-party-0', 'a bank'],
    ['mpc-party-1', 'a lawyer'],
  ] as const) {
    await fillIn('Record a backup…', 'backup-record', { component, place, ...by }, 'Record it');
    const recorded = page.getByRole('list', { name: 'Recorded backups' }).getByRole('listitem');
    const say = recorded.filter({ hasText: place }).getByRole('button', { name: 'Say whether it holds…' });
    await fillIn(say, 'backup-attest', { held: 'ok', reason: 'its party opened it today' }, 'Say it');
  }
  await go('Signers');
  await press('Ask both to attest');
  await page.getByRole('region', { name: 'Keyshares' }).getByText('Yes: one key, one epoch').waitFor(patience);
}
