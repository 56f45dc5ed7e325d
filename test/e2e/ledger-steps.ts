import { formatEther, Transaction } from 'ethers';
import type { Locator } from 'playwright';
import { expect } from 'vitest';
import { firstAddress } from '../ledger/ledger-fixture.ts';
import type { LedgerSimulator } from '../ledger/start-ledger-simulator.ts';
import type { Sign } from './signer-steps.ts';
import { patience } from './signer-walk.ts';
import { hold, smallWindow } from './small-windows.ts';

/**
 * Has what is prepared signed where each needs an approval and the Ledger's confirmation. The lines in the preview, in the approval and while
 * the device is waited for are what it shows of the very bytes on its screen.
 */
export function signsOnLedger({ control }: LedgerSimulator): Sign {
  return async ({ launched, page }) => {
    const button = page.getByRole('button', { name: 'Ask for approval…' });
    await button.and(page.locator(':enabled')).waitFor(patience);
    const previewed = await linesIn(page.locator('.preview .device'));
    await button.click(patience);
    const approval = await smallWindow(launched, 'approvalId=');
    await approval.getByText('Once approved, the device shows').waitFor(patience);
    expect(await linesIn(approval.locator('.device-lines'))).toEqual(previewed);
    expect(control.prompt()).toBeNull();
    const closed = approval.waitForEvent('close', patience);
    await hold(launched, approval);
    const { kind, shows } = await control.whenAsked();
    expect(kind).toBe('transaction');
    await approval.getByText('Now compare with the device.').waitFor(patience);
    const waiting = await linesIn(approval.locator('.device-lines'));
    expect(waiting).toEqual(previewed);
    expect(waiting).toEqual(screenOf(shows));
    control.approve();
    await closed;
  };
}

/**
 * What the Ethereum app shows of the bytes of a transfer of coins, read apart from the console: an amount and a fee in the unit of a chain
 * that it does not know, and that chain's number (src/network.c of app-ethereum).
 */
function screenOf(unsigned: string): readonly (readonly [string, string])[] {
  const { chainId, gasLimit, maxFeePerGas, to, value } = Transaction.from(unsigned);
  const amount = (wei: bigint): string => `${formatEther(wei).replace(/\.0$/, '')} ???`;
  return [
    ['From', firstAddress],
    ['Amount', amount(value)],
    ['To', to ?? ''],
    ['Max fees', amount(gasLimit * (maxFeePerGas ?? 0n))],
    ['Network', String(chainId)],
  ];
}

async function linesIn(list: Locator): Promise<readonly (readonly [string, string])[]> {
  await list.waitFor(patience);
  return list
    .locator('div:has(> dt)')
    .evaluateAll((rows) =>
      rows.map(
        (row) => [row.querySelector('dt')?.textContent ?? '', row.querySelector('dd')?.textContent ?? ''] as const,
      ),
    );
}
