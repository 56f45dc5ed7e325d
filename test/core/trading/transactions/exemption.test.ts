import { describe, expect, it } from 'vitest';
import { type Address, address } from '../../../../core/domain/address.ts';
import { decodeCall } from '../../../../core/domain/calldata/decode-call.ts';
import { type Chain, findChain } from '../../../../core/domain/chains.ts';
import { approveCall, transferCall } from '../../../../core/domain/erc20-calls.ts';
import { type Hex, noBytes } from '../../../../core/domain/hex.ts';
import { tokenList } from '../../../../core/domain/tokens/token-list.ts';
import type { UnsignedTransaction } from '../../../../core/domain/transaction/unsigned-transaction.ts';
import type { AddressBook } from '../../../../core/trading/transactions/address-book.ts';
import { exemptionOf, mostExemptGas, rescueWaitMs } from '../../../../core/trading/transactions/exemption.ts';
import { transactionOf } from '../../../chain/sign-with.ts';
import { alice, bob, thief } from './transaction-world.ts';

const chain = findChain(31337n) as Chain;
const coin = address('0x5FbDB2315678afecb367f032d93F642f64180aa3');
const stranger = address('0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512');
const tokens = tokenList([{ chainId: 31337, address: coin, symbol: 'COIN', decimals: 6 }]);
const sinceMs = 1_000_000;
const book = { rescueOf: (id: bigint) => (id === 31337n ? { chainId: 31337, address: bob, sinceMs } : null) };

function exemption(
  to: Address,
  given: Partial<UnsignedTransaction>,
  takesPlace = false,
  nowMs = sinceMs + rescueWaitMs,
) {
  const transaction = transactionOf(to, { valueWei: 0n, ...given });
  const { data, valueWei } = transaction;
  const decoded = decodeCall({ chain, to: transaction.to, valueWei, data, tokens, hasCode: null });
  return exemptionOf({ transaction, from: alice, decoded, takesPlace, book: book as unknown as AddressBook, nowMs });
}

describe('what passes a halt', () => {
  it('is nothing to oneself in the place of an open one', () => {
    expect(exemption(alice, {}, true)).toBe('cancel');
    expect(exemption(alice, {}, false)).toBe(null);
    expect(exemption(alice, { valueWei: 1n }, true)).toBe(null);
    expect(exemption(alice, { data: '0x00' as Hex }, true)).toBe(null);
    expect(exemption(thief, {}, true)).toBe(null);
  });

  it('is an allowance taken back, of a token whose unit is known and without coins', () => {
    expect(exemption(coin, { data: approveCall(thief, 0n) })).toBe('revoke');
    expect(exemption(coin, { data: approveCall(thief, 1n) })).toBe(null);
    expect(exemption(coin, { data: approveCall(thief, 0n), valueWei: 1n })).toBe(null);
    expect(exemption(coin, { data: `${approveCall(thief, 0n)}00` as Hex })).toBe(null);
  });

  it('is not "approve 0" at a contract that may be a collection: there it gives item 0 away', () => {
    expect(exemption(stranger, { data: approveCall(thief, 0n) })).toBe(null);
  });

  it('is a transfer to the rescue address, once it may be used', () => {
    expect(exemption(bob, { valueWei: 5n })).toBe('rescue');
    expect(exemption(coin, { data: transferCall(bob, 7n) })).toBe('rescue');
    expect(exemption(bob, { valueWei: 5n }, false, sinceMs + rescueWaitMs - 1)).toBe(null);
    expect(exemption(bob, { valueWei: 5n }, false, 0)).toBe(null);
    expect(exemption(thief, { valueWei: 5n })).toBe(null);
    expect(exemption(coin, { data: transferCall(thief, 7n) })).toBe(null);
    expect(exemption(coin, { data: transferCall(bob, 7n), valueWei: 1n })).toBe(null);
    expect(exemption(bob, { valueWei: 5n, chainId: 1337n })).toBe(null);
  });

  it('is none of them with gas that only burns', () => {
    const gas = mostExemptGas + 1n;
    expect(exemption(alice, { gas }, true)).toBe(null);
    expect(exemption(coin, { gas, data: approveCall(thief, 0n) })).toBe(null);
    expect(exemption(bob, { gas, valueWei: 5n })).toBe(null);
    expect(exemption(bob, { gas: mostExemptGas, valueWei: 5n, data: noBytes })).toBe('rescue');
  });
});
