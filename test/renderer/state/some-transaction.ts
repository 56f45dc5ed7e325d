import type { ChainTransaction } from '../../../core/contract/shapes.ts';

/** A transaction as the core tells of it; what matters to a test is given. */
export function someTransaction(given: Partial<ChainTransaction> = {}): ChainTransaction {
  return {
    transactionId: 't1',
    chainId: 31_337,
    from: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
    to: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    nonce: 3,
    valueWei: '1',
    maxFeeWei: '2',
    sentence: 'Send 1 wei.',
    signer: 'keystore',
    clearSigned: null,
    status: 'sent',
    reason: null,
    progress: null,
    hash: null,
    blockNumber: null,
    confirmations: 0,
    feePaidWei: null,
    replaces: null,
    replacedBy: null,
    createdAtMs: 1_000,
    updatedAtMs: 1_000,
    ...given,
  };
}
