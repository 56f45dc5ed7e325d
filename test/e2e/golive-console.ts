import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { isMissing } from '../../core/contract/item-standing.ts';
import type { PolicyDocument } from '../../core/contract/shapes.ts';
import { exchangeNames, exchanges } from '../../core/domain/exchanges.ts';
import { armingWord } from '../../core/golive/arming-desk.ts';
import { type Anvil, startAnvil } from '../chain/anvil.ts';
import { livePolicy } from '../core/golive/live-policy.ts';
import { type ThreeExchanges, threeExchanges } from '../exchange/three-exchanges.ts';
import { firstAddress } from '../ledger/ledger-fixture.ts';
import { type LedgerSimulator, startLedgerSimulator } from '../ledger/start-ledger-simulator.ts';
import { startDesktop } from './desktop-keyring.ts';
import { type Hands, handsOn, patience } from './golive-hands.ts';
import { type LaunchedConsole, launchConsole } from './launch.ts';
import { officialApplication } from './official-application.ts';
import { skipFirstRun } from './skip-first-run.ts';
import { tradedFolder } from './traded-folder.ts';

/** How many orders on paper are there already; the last one that it takes is placed in the window. */
const tradedBefore = 19;

/** What may be sent on the chain, by both layers. */
const most = { valueWei: `${10n ** 18n}`, gas: '100000' };

/** A real console of a person who means to go live, and all that it reaches: three exchanges, a chain, a Ledger, a keyring. */
export interface GoingLiveConsole {
  readonly mainnet: Anvil;
  readonly ledger: LedgerSimulator;
  readonly exchanges: ThreeExchanges;
  readonly launched: LaunchedConsole;
  readonly hands: Hands;
  /** A folder of the person's own. */
  readonly place: string;
  readonly dataFolder: string;
  /** The only address that the policy lets the Ledger send to. */
  readonly recipient: string;
  /** So many bytes are left on the disk, as far as the console is told. */
  leave(bytes: bigint): void;
  close(): Promise<void>;
}

/** Starts one, past its first run; `document` and `environment` are set beside what going live asks for. */
export async function goingLiveConsole(
  document: Partial<PolicyDocument> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<GoingLiveConsole> {
  const place = mkdtempSync(join(tmpdir(), 'portcullis-golive-'));
  // A chain that says it is Ethereum: for the console its coins are real.
  const mainnet = await startAnvil({ chainId: 1 }, { endsWithTest: false });
  await mainnet.rpc('anvil_setBalance', [firstAddress, '0x8ac7230489e80000']);
  const [, second] = mainnet.accounts;
  if (second === undefined) throw new Error('the chain has one account');
  const recipient = second.address;
  const ledger = await startLedgerSimulator({ answers: 'approve' });
  const [desktop, world, dataFolder] = await Promise.all([
    startDesktop(place),
    threeExchanges(),
    tradedFolder(tradedBefore, join(place, 'heads'), {
      ...livePolicy,
      transactions: {
        ...{ allowChainIds: [1], allowToAddresses: [recipient.toLowerCase()] },
        ...{ maxValueWei: most.valueWei, maxGas: most.gas, maxDaySpend: { '1:native': most.valueWei } },
      },
      ...document,
    }),
  ]);
  await desktop.startKeyring('home', true);
  const stood = world.servers.map(({ ca, origins, port }) => ({ ca, origins, port }));
  const leftFile = join(place, 'bytes-left');
  const launched = await launchConsole({
    application: officialApplication(join(place, 'application')),
    dataFolder,
    environment: {
      ...desktop.environment,
      ...{ LOOPBACK_EXCHANGES: JSON.stringify(stood), LOOPBACK_BYTES_LEFT: leftFile, PORTCULLIS_RPC_1: mainnet.url },
      ...{ SIGNER_TYPE: 'ledger', PORTCULLIS_LEDGER: ledger.url },
      ...{ SIGNER_ALLOWED_CHAIN_IDS: '1', SIGNER_ALLOWED_TO_ADDRESSES: recipient },
      ...{ SIGNER_MAX_VALUE_WEI: most.valueWei, SIGNER_MAX_GAS: most.gas },
      ...environment,
    },
    args: ['--password-store=gnome-libsecret'],
  });
  const page = await launched.window('console');
  const hands = handsOn(launched, page);
  await page.getByRole('button', { name: 'Halt', exact: true }).waitFor(patience);
  await skipFirstRun(page);
  return {
    ...{ mainnet, ledger, exchanges: world, launched, hands, place, dataFolder, recipient },
    leave: (bytes) => writeFileSync(leftFile, String(bytes)),
    async close() {
      await launched.close();
      await world.close();
      await ledger.stop();
      await mainnet.stop();
      desktop.close();
      for (const folder of [place, dirname(dataFolder)]) {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  };
}

/** Arms every exchange and the chain for an hour, as a person does; `looks` look at the form, and at what is approved. */
export async function arm(
  { approve, get, go, page, press }: Hands,
  looks: { form?(): Promise<void>; approval?: Parameters<Hands['approve']>[2] } = {},
): Promise<void> {
  const missing = async (): Promise<readonly string[]> => {
    const { items } = await get('golive.checklist', {});
    return items.flatMap((item) => (isMissing(item) ? `${item.title}: ${item.evidence}` : []));
  };
  await expect.poll(missing, patience).toEqual([]);
  await go('Go live');
  for (const name of exchangeNames) await page.getByRole('checkbox', { name: exchanges[name].title }).check(patience);
  await page.getByRole('checkbox', { name: 'Ethereum' }).check(patience);
  await page.getByLabel('For, hours', { exact: true }).fill('1');
  for (const asset of ['USDT', 'USD']) {
    await page.getByLabel(`Orders, at most in 24 hours, ${asset}`, { exact: true }).fill('500');
  }
  await page.getByLabel('Sent on Ethereum, at most in 24 hours, ETH', { exact: true }).fill('0.05');
  await looks.form?.();
  await approve(() => press('Arm live trading…'), armingWord, looks.approval);
  await page.locator('.mode').filter({ hasText: 'LIVE' }).waitFor(patience);
}
