import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { type Address, parseAddress } from '../../core/domain/address.ts';
import { ledgerSettings, simulatedLedger } from '../core/transactions/ledger-settings.ts';
import { account, chainId, keystoreSettings } from '../core/transactions/on-chain-core.ts';
import { mutualTls, remoteSettings } from '../core/transactions/remote-settings.ts';
import { fund, sharedChain } from '../core/transactions/shared-chain.ts';
import { twoParties, twoPartySettings } from '../core/transactions/two-party-settings.ts';
import { firstAddress } from '../ledger/ledger-fixture.ts';
import { startReadytraderService } from '../signer/readytrader-service.ts';
import { endsWithTest } from '../signer/remote-kit.ts';
import { startWeb3signer } from '../signer/web3signer.ts';
import { seed, someOf } from '../some-of.ts';
import { signsOnLedger } from './ledger-steps.ts';
import { attestsBoth, cancelsWhileHalted, givesAllowance, revokesWhileHalted, sendsCoins } from './signer-steps.ts';
import { chooseSigner, go, patience, startWalk, testSignature } from './signer-walk.ts';
import { approveNext } from './small-windows.ts';

const chain = sharedChain();
const { anvil, token } = chain;
const signedText = 'the signature is by the pinned address';

describe('from composing to a mined transaction in the real window', { timeout: 240_000 }, () => {
  const walks: (readonly [title: string, walk: () => Promise<void>])[] = [];
  const signer = (title: string, run: () => Promise<void>) => void walks.push([title, run]);

  signer('env_private_key, under a banner on every screen; halted, an allowance is taken back', async () => {
    const { address, privateKey } = account(anvil(), 2);
    const walk = await startWalk(anvil(), { PRIVATE_KEY: privateKey });
    await chooseSigner(walk, 'Key in the environment', address);
    await testSignature(walk, signedText);
    await sendsCoins(walk, address);
    for (const screen of ['Trade', 'Signers'] as const) {
      await go(walk, screen);
      const banner = walk.page.getByRole('region', { name: 'Signer', exact: true });
      await banner.getByText('for development on paper only').waitFor(patience);
    }
    await walk.get('tokens.requestPin', { chainId, token: token() });
    await approveNext(walk.launched);
    await givesAllowance(walk, token(), account(anvil(), 3).address);
    await cancelsWhileHalted(walk);
    await revokesWhileHalted(walk);
  });

  signer('keystore, from a file that the environment names', async () => {
    const walk = await startWalk(anvil(), await keystoreOfEnvironment());
    const { address } = account(anvil(), 0);
    await chooseSigner(walk, 'Keystore', address);
    await testSignature(walk, signedText);
    await sendsCoins(walk, address);
    await cancelsWhileHalted(walk);
  });

  signer('remote, a ReadyTrader service over mutual TLS; its test is its address', async () => {
    const { address, privateKey } = account(anvil(), 4);
    const { server, settings } = mutualTls();
    const service = await endsWithTest(startReadytraderService({ privateKey, tls: server }));
    const wanted = remoteSettings(service.url, { ...settings, REMOTE_SIGNER_REQUIRE_TLS: 'true' });
    const walk = await startWalk(anvil(), wanted);
    await chooseSigner(walk, 'Remote signer', address);
    await testSignature(walk, 'It answers with the pinned address.');
    await sendsCoins(walk, address);
    await cancelsWhileHalted(walk);
    // The transfers and the cancelling; what was refused never came to it.
    expect(service.received.filter(({ path }) => path === '/sign_transaction')).toHaveLength(3);
  });

  signer('remote, a Web3Signer over mutual TLS, found out by itself', async () => {
    const { address, privateKey } = account(anvil(), 5);
    const { server, settings } = mutualTls();
    const setup = { privateKeys: [privateKey], chainId: BigInt(chainId), tls: server };
    const service = await endsWithTest(startWeb3signer(setup));
    const walk = await startWalk(anvil(), remoteSettings(service.url, settings));
    await chooseSigner(walk, 'Remote signer', address);
    await testSignature(walk, signedText);
    await sendsCoins(walk, address);
    await cancelsWhileHalted(walk);
    expect(service.forwarded).toEqual([]);
  });

  signer('cb_mpc_2pc, two processes over mutual TLS with pins, with the address that the person names', async () => {
    const parties = await twoParties();
    const address = parseAddress(parties.address) as Address;
    await fund(chain, address);
    const walk = await startWalk(anvil(), twoPartySettings(parties));
    await chooseSigner(walk, 'Two-party signer', address, async (page) => {
      const use = page.getByRole('button', { name: 'Use this signer…' });
      expect(await use.isDisabled()).toBe(true);
      await page.getByLabel('Its address, as you know it').fill(address);
      await use.click(patience);
    });
    await testSignature(walk, signedText);
    await attestsBoth(walk, parties.pins);
    await sendsCoins(walk, address);
    await cancelsWhileHalted(walk);
  });

  signer('ledger, with each transaction approved and then compared and confirmed on the device', async () => {
    const ledger = await simulatedLedger({ answers: 'by-hand' });
    await fund(chain, firstAddress);
    const each = { EXECUTION_APPROVAL_MODE: 'approve_each' };
    const walk = await startWalk(anvil(), { ...ledgerSettings(ledger), ...each });
    await chooseSigner(walk, 'Ledger', firstAddress, pressFirstAddress);
    await testSignature(walk, signedText, async () => {
      const { kind, shows } = await ledger.control.whenAsked();
      expect(kind).toBe('text');
      expect(shows).toContain('Portcullis');
      ledger.control.approve();
    });
    const sent = await sendsCoins(walk, firstAddress, signsOnLedger(ledger));
    expect(sent.clearSigned).toBe(true);
    await cancelsWhileHalted(walk, signsOnLedger(ledger));
  });

  // Keystore and Ledger are walked through in tests of their own as well.
  it.each(someOf(walks, 2))(`%s (drawn by PORTCULLIS_SEED=${seed})`, async (_title, run) => run());
});

async function keystoreOfEnvironment(): Promise<Record<string, string>> {
  const { PORTCULLIS_SIGNER_ADDRESS: _, ...settings } = await keystoreSettings(anvil());
  return settings;
}

async function pressFirstAddress(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'List addresses' }).click(patience);
  await page.getByRole('button', { name: `Use ${firstAddress}` }).click(patience);
}
