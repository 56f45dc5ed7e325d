import { describe, expect, it } from 'vitest';
import type { TransactionDraft } from '../../../../core/contract/shapes.ts';
import { previewTransaction } from '../../../../core/trading/transactions/preview-transaction.ts';
import { bob, codeOf, smallTransfer, transactionWorld } from './transaction-world.ts';

const gwei = 10n ** 9n;
const raw = (fields: Readonly<Record<string, unknown>>) =>
  ({
    kind: 'raw',
    chainId: 31337,
    transaction: { chainId: 31337, nonce: 0, to: bob, value: 1, gas: 21_000, ...fields },
  }) as unknown as TransactionDraft;

describe('the caps on fees', () => {
  it('bind however a transaction is put together: by speed, by fees said outright, and as raw fields', async () => {
    const { trading } = await transactionWorld();
    const over = 500n * gwei + 1n;
    const codes = async (draft: TransactionDraft) => codeOf(await previewTransaction(trading, draft));
    const said = (maxFeePerGasWei: bigint) =>
      ({
        ...smallTransfer,
        fees: { maxFeePerGasWei: maxFeePerGasWei.toString(), maxPriorityFeePerGasWei: '1' },
      }) as TransactionDraft;
    expect(await codes(said(500n * gwei))).toBe(null);
    expect(await codes(said(over))).toBe('conflict');
    expect(await codes(raw({ maxFeePerGas: `${500n * gwei}`, maxPriorityFeePerGas: 1 }))).toBe(null);
    expect(await codes(raw({ maxFeePerGas: `${over}`, maxPriorityFeePerGas: 1 }))).toBe('conflict');
    expect(await codes(raw({ gasPrice: `${over}` }))).toBe('conflict');
    expect(await codes(raw({ type: 1, gasPrice: `${over}`, accessList: [] }))).toBe('conflict');
  });

  it('bind the gas as well', async () => {
    const { trading } = await transactionWorld();
    const codes = async (draft: TransactionDraft) => codeOf(await previewTransaction(trading, draft));
    expect(await codes({ ...smallTransfer, gas: '30000000' } as TransactionDraft)).toBe(null);
    expect(await codes({ ...smallTransfer, gas: '30000001' } as TransactionDraft)).toBe('conflict');
    expect(await codes(raw({ gasPrice: 1, gas: 30_000_001 }))).toBe('conflict');
  });
});
