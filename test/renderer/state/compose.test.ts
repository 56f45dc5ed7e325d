import { describe, expect, it } from 'vitest';
import { TransactionDraft } from '../../../core/contract/schemas/transactions.ts';
import { type ComposeFields, readCompose } from '../../../renderer/state/compose.ts';

// Accounts of the published development phrase.
const to = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const token = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

const empty: ComposeFields = {
  chainId: 31_337,
  kind: 'transfer',
  token: '',
  to: '',
  amount: '',
  isUnlimited: false,
  valueWei: '',
  data: '',
  pasted: '',
  speed: 'normal',
  maxFeeGwei: '',
  tipGwei: '',
  gas: '',
};

function draftOf(fields: Partial<ComposeFields>): unknown {
  const reading = readCompose({ ...empty, ...fields });
  if (reading.kind !== 'draft') throw new Error(JSON.stringify(reading));
  const parsed = TransactionDraft.safeParse(reading.draft);
  expect(parsed.error?.issues).toBeUndefined();
  return reading.draft;
}

describe('what is typed', () => {
  it('becomes drafts of every kind, each exactly of the contract’s shape', () => {
    expect(draftOf({ to, amount: '1.5' })).toEqual({
      chainId: 31_337,
      kind: 'transfer',
      to,
      amount: '1.5',
      fees: { speed: 'normal' },
    });
    expect(draftOf({ kind: 'token-transfer', token, to, amount: '2' })).toMatchObject({ token, to, amount: '2' });
    expect(draftOf({ kind: 'token-approval', token, to, amount: '0' })).toMatchObject({ spender: to, amount: '0' });
    expect(draftOf({ kind: 'token-approval', token, to, isUnlimited: true })).toMatchObject({ amount: 'unlimited' });
    expect(draftOf({ kind: 'call', to, data: '0xA9059CBB' })).toMatchObject({ valueWei: '0', data: '0xa9059cbb' });
    expect(draftOf({ kind: 'raw', pasted: ' 0x02f0 ' })).toEqual({
      kind: 'raw',
      chainId: 31_337,
      transaction: '0x02f0',
    });
    expect(draftOf({ kind: 'raw', pasted: '{"to":"0x"}' })).toMatchObject({ transaction: { to: '0x' } });
  });

  it('never makes a transfer unlimited, although an approval was ticked so before', () => {
    expect(draftOf({ kind: 'token-transfer', token, to, amount: '2', isUnlimited: true })).toMatchObject({
      amount: '2',
    });
  });

  it('is not complete before every field of its kind is there', () => {
    const needs = (fields: Partial<ComposeFields>) => {
      const reading = readCompose({ ...empty, ...fields });
      return reading.kind === 'incomplete' ? reading.needs : reading;
    };
    expect(needs({ chainId: null })).toBe('chain');
    expect(needs({})).toBe('to');
    expect(needs({ to })).toBe('amount');
    expect(needs({ kind: 'token-transfer', to, amount: '1' })).toBe('token');
    expect(needs({ kind: 'call', to })).toBe('data');
    expect(needs({ kind: 'raw' })).toBe('pasted');
    expect(needs({ to, amount: '1', speed: 'custom' })).toBe('maxFeeGwei');
    expect(needs({ to, amount: '1', speed: 'custom', maxFeeGwei: '2' })).toBe('tipGwei');
  });

  it('is refused where it cannot be meant so: a wrong checksum, an amount that is none, half a byte, a tip above the most', () => {
    const field = (fields: Partial<ComposeFields>) => {
      const reading = readCompose({ ...empty, ...fields });
      return reading.kind === 'unreadable' ? reading.field : reading;
    };
    expect(field({ to: to.replace('C8', 'c8'), amount: '1' })).toBe('to');
    expect(field({ to, amount: '1e3' })).toBe('amount');
    expect(field({ kind: 'token-transfer', token: '0x12', to, amount: '1' })).toBe('token');
    expect(field({ kind: 'call', to, data: '0xabc' })).toBe('data');
    expect(field({ kind: 'call', to, data: '0x', valueWei: '1.5' })).toBe('valueWei');
    expect(field({ kind: 'raw', pasted: '[1]' })).toBe('pasted');
    expect(field({ kind: 'raw', pasted: '0xabc' })).toBe('pasted');
    expect(field({ to, amount: '1', speed: 'custom', maxFeeGwei: '1', tipGwei: '2' })).toBe('tipGwei');
    expect(field({ to, amount: '1', speed: 'custom', maxFeeGwei: '2', tipGwei: '1', gas: '0' })).toBe('gas');
  });

  it('says fees in wei exactly, and gas only where it was typed', () => {
    const custom = { to, amount: '1', speed: 'custom', maxFeeGwei: '2.5', tipGwei: '0.1' } as const;
    const fees = { maxFeePerGasWei: '2500000000', maxPriorityFeePerGasWei: '100000000' };
    expect(draftOf(custom)).toEqual({ chainId: 31_337, kind: 'transfer', to, amount: '1', fees });
    expect(draftOf({ ...custom, gas: '50 000' })).toMatchObject({ gas: '50000', fees });
  });
});
