import { describe, expect, it } from 'vitest';
import { openTransactionStatuses } from '../../../core/chain/journaled-transaction.ts';
import { TransactionStatus } from '../../../core/contract/schemas/transactions.ts';
import {
  clearSignedWords,
  transactionBlockWords,
  transactionNews,
  transactionStatusName,
  transactionStatusWords,
  transactionStory,
} from '../../../renderer/state/transaction-words.ts';
import {
  isOpenTransaction,
  isReplaceable,
  keptTransactions,
  withTransaction,
  withTransactions,
} from '../../../renderer/state/transactions.ts';
import { someTransaction } from './some-transaction.ts';

describe('the transactions that the window keeps', () => {
  it('are newest first, each once, and an older word never replaces a newer one', () => {
    const first = someTransaction({ createdAtMs: 1, updatedAtMs: 5, status: 'included' });
    const second = someTransaction({ transactionId: 't2', createdAtMs: 2 });
    const list = withTransactions([], [first, second]);
    expect(list.map(({ transactionId }) => transactionId)).toEqual(['t2', 't1']);
    const late = withTransaction(list, { ...first, updatedAtMs: 4, status: 'sent' });
    expect(late.find(({ transactionId }) => transactionId === 't1')?.status).toBe('included');
    const reorged = withTransaction(list, { ...first, updatedAtMs: 6, status: 'sent' });
    expect(reorged.find(({ transactionId }) => transactionId === 't1')?.status).toBe('sent');
  });

  it('take another number of confirmations, or other progress, at the same time', () => {
    const known = someTransaction({ status: 'included', confirmations: 1 });
    expect(withTransaction([known], { ...known, confirmations: 2 })[0]?.confirmations).toBe(2);
  });

  it('lose the oldest that are settled, never one whose nonce is held', () => {
    const open = someTransaction({ transactionId: 'open', createdAtMs: 0, status: 'in-doubt' });
    const settled = Array.from({ length: keptTransactions + 5 }, (_, index) =>
      someTransaction({ transactionId: `s${index}`, createdAtMs: index + 1, status: 'confirmed' }),
    );
    const list = withTransactions([open], settled);
    expect(list.some(({ transactionId }) => transactionId === 'open')).toBe(true);
    expect(list.some(({ transactionId }) => transactionId === 's0')).toBe(false);
  });

  it('are open where the core says that their nonce is held', () => {
    const open = TransactionStatus.options.filter((status) => isOpenTransaction({ status }));
    expect(open.toSorted()).toEqual([...openTransactionStatuses].toSorted());
  });

  it('can be replaced from when they may be signed until a block has them, unless something took their place', () => {
    const replaceable = TransactionStatus.options.filter((status) => isReplaceable({ status, replacedBy: null }));
    expect(replaceable.toSorted()).toEqual(['dropped', 'in-doubt', 'sent', 'signed']);
    expect(isReplaceable({ status: 'sent', replacedBy: 't2' })).toBe(false);
  });
});

describe('a transaction in words', () => {
  it('has a name and a story of plain sentences for every status', () => {
    for (const status of TransactionStatus.options) {
      const { next, what } = transactionStory(someTransaction({ status, reason: 'the door was shut', blockNumber: 7 }));
      expect(transactionStatusName(status), status).toMatch(/^[A-Z]/);
      expect(what, status).toMatch(/^[A-Z].*\.$/);
      expect(`${what} ${next}`, status).not.toMatch(/!|\.\.|undefined|null/);
    }
  });

  it('never says of one in doubt that nothing was signed, and names the one thing that settles it', () => {
    const { next, what } = transactionStory(someTransaction({ status: 'in-doubt', reason: 'It was late.' }));
    expect(what).toContain('a signature may exist');
    expect(what).toContain('It was late.');
    expect(what).toContain('Nonce 3 stays held');
    expect(next).toMatch(/^Cancel it/);
  });

  it('says what the signer waits for, and how deep it lies, escaped', () => {
    const waiting = someTransaction({ status: 'signing', progress: 'Compare\u202e' });
    expect(transactionStatusWords(waiting)).toBe('Compare⟨U+202E⟩');
    expect(transactionStatusWords(someTransaction({ status: 'included', confirmations: 3 }))).toBe(
      'In a block, 3 deep',
    );
  });

  it('says why it is blocked by the code or the sentence that the core gives', () => {
    expect(transactionBlockWords('insufficient-funds')).toContain('does not cover');
    expect(transactionBlockWords('The amount is longer than a Ledger can show.')).toBe(
      'The amount is longer than a Ledger can show.',
    );
    expect(transactionBlockWords('some-new-code')).toBe('This cannot pass right now: some-new-code.');
  });

  it('says whether its signer showed it, and is told in passing only at an end', () => {
    expect(clearSignedWords({ clearSigned: null })).toBeNull();
    expect(clearSignedWords({ clearSigned: false })).toContain('blind');
    expect(transactionNews(someTransaction({ status: 'confirmed' }))).toBe('Confirmed: Send 1 wei.');
    expect(transactionNews(someTransaction({ status: 'sent' }))).toBeNull();
  });
});
