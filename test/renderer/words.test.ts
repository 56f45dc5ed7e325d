import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AppError, AppErrorCode, Ruling } from '../../core/domain/errors.ts';
import { blockWords, wordsFor } from '../../renderer/words.ts';

const deny: Ruling = {
  layer: 'engine',
  rule: 'max',
  decision: 'deny',
  code: 'too_large',
  message: '2 is more than 1',
  facts: {},
};

const samples: { readonly [C in AppErrorCode]: Extract<AppError, { code: C }> } = {
  'invalid-input': {
    code: 'invalid-input',
    retry: 'never',
    issues: [{ path: 'amount', problem: 'must be above zero' }],
  },
  'not-found': { code: 'not-found', retry: 'never', what: 'order abc' },
  'app-locked': { code: 'app-locked', retry: 'safe' },
  'not-allowed': { code: 'not-allowed', retry: 'never', method: 'approvals.decide', face: 'console' },
  'unknown-method': { code: 'unknown-method', retry: 'never', method: 'x.y' },
  expired: { code: 'expired', retry: 'never', what: 'the preview' },
  'stale-preview': { code: 'stale-preview', retry: 'safe', why: 'this preview is not known' },
  conflict: { code: 'conflict', retry: 'never', what: 'trading is already active' },
  'not-offered': { code: 'not-offered', retry: 'never', what: 'margin' },
  'trading-halted': { code: 'trading-halted', retry: 'never', state: 'halted', reason: 'pressed' },
  'denied-by-policy': { code: 'denied-by-policy', retry: 'never', rulings: [deny] },
  'needs-approval': { code: 'needs-approval', retry: 'never', rulings: [{ ...deny, decision: 'needs-approval' }] },
  'approval-refused': { code: 'approval-refused', retry: 'never' },
  'approval-expired': { code: 'approval-expired', retry: 'never' },
  'wrong-word': { code: 'wrong-word', retry: 'safe' },
  'release-locked': { code: 'release-locked', retry: 'never', why: 'TRADING_HALTED=true is set.' },
  'vault-locked': { code: 'vault-locked', retry: 'never' },
  'wrong-passphrase': { code: 'wrong-passphrase', retry: 'safe' },
  'too-many-tries': { code: 'too-many-tries', retry: 'safe', waitMs: 4000 },
  'keychain-unavailable': { code: 'keychain-unavailable', retry: 'safe', why: 'The keychain is locked.' },
  'keychain-unprotected': { code: 'keychain-unprotected', retry: 'never', why: 'basic text' },
  'venue-unreachable': { code: 'venue-unreachable', retry: 'safe', venue: 'practice', why: 'no answer' },
  'venue-rejected': { code: 'venue-rejected', retry: 'never', venue: 'practice', venueCode: '-2010', reason: 'no' },
  'key-refused': {
    code: 'key-refused',
    retry: 'never',
    venue: 'binance',
    problem: 'key-unclear',
    venueCode: '-2015',
    reason: 'no',
  },
  'venue-answer-malformed': {
    code: 'venue-answer-malformed',
    retry: 'after-checking',
    venue: 'practice',
    what: 'price',
  },
  'fees-unknown': { code: 'fees-unknown', retry: 'safe', venue: 'binance', why: 'answered HTTP 500' },
  'order-archived': { code: 'order-archived', retry: 'never', venue: 'binance' },
  'egress-denied': { code: 'egress-denied', retry: 'never', method: 'POST', path: '/withdraw' },
  'rate-limited': { code: 'rate-limited', retry: 'safe', venue: 'practice', retryAfterMs: 1200 },
  'insufficient-funds': { code: 'insufficient-funds', retry: 'never', asset: 'USDT' },
  'outcome-unknown': { code: 'outcome-unknown', retry: 'after-checking', clientOrderId: 'pc-1' },
  'signer-unavailable': { code: 'signer-unavailable', retry: 'safe', signer: 'ledger', state: 'locked', why: 'locked' },
  'signer-refused': { code: 'signer-refused', retry: 'never', signer: 'ledger', signerCode: '0x6985', why: 'rejected' },
  'signer-failed': {
    code: 'signer-failed',
    retry: 'after-checking',
    signer: 'remote',
    signerCode: 'timeout',
    why: 'late',
  },
  'signature-mismatch': { code: 'signature-mismatch', retry: 'never', signer: 'remote', what: 'another transaction' },
  'chain-unreachable': { code: 'chain-unreachable', retry: 'safe', chainId: '1', why: 'no answer' },
  'chain-answer-malformed': { code: 'chain-answer-malformed', retry: 'after-checking', chainId: '1', what: 'nonce' },
  'chain-rejected': { code: 'chain-rejected', retry: 'never', chainId: '1', reason: 'underpriced' },
  'storage-failed': { code: 'storage-failed', retry: 'after-checking', what: 'disk full' },
  'audit-failed': { code: 'audit-failed', retry: 'after-checking', what: 'disk full' },
  'audit-broken': { code: 'audit-broken', retry: 'never', rowId: 7, why: 'hash' },
  'already-running': { code: 'already-running', retry: 'never', what: 'a core' },
  'core-unavailable': { code: 'core-unavailable', retry: 'safe', why: 'it is starting' },
  internal: { code: 'internal', retry: 'after-checking', incidentId: 'abc' },
};

describe('the words for errors', () => {
  it('say of every code what happened, what did not, and the one next thing, as plain sentences', () => {
    for (const error of Object.values(samples)) {
      for (const sentence of Object.values(wordsFor(error))) {
        expect(sentence, error.code).toMatch(/^[A-Z].*\.$/);
        expect(sentence, error.code).not.toMatch(/!|\.\.|Oops|undefined|null/);
      }
    }
  });

  it('have a sample here for every code that the domain declares', () => {
    const source = ['errors', 'signing-errors']
      .map((name) => readFileSync(new URL(`../../core/domain/${name}.ts`, import.meta.url), 'utf8'))
      .join('');
    const declared = [...source.matchAll(/readonly code: ["']([a-z-]+)["']/g)].map((match) => match[1]);
    expect(Object.keys(samples).toSorted()).toEqual([...new Set(declared)].toSorted());
  });

  it('never say that nothing was sent when it may have been', () => {
    for (const code of ['outcome-unknown', 'internal', 'storage-failed', 'venue-answer-malformed'] as const)
      expect(wordsFor(samples[code]).notDone).not.toBe('Nothing was sent.');
  });

  it('never say after a signature may exist that nothing can happen any more', () => {
    for (const code of ['signer-failed', 'signature-mismatch'] as const) {
      const { happened, notDone } = wordsFor(samples[code]);
      expect(`${happened} ${notDone}`).not.toMatch(/[Nn]othing was (sent|signed)\./);
      expect(notDone).toContain('may exist');
    }
    for (const code of ['chain-unreachable', 'chain-answer-malformed'] as const)
      expect(wordsFor(samples[code]).notDone).toContain('may have arrived');
  });

  it('say the one thing to do about a signer by the state it is in, and its own sentence as it is', () => {
    const locked = { ...samples['signer-unavailable'], state: 'locked', why: 'The Ledger is locked.' };
    expect(wordsFor(locked)).toEqual({
      happened: 'The Ledger is locked.',
      notDone: 'Nothing was handed to it, so nothing was signed.',
      next: 'Unlock the Ledger with its PIN, then try again.',
    });
    const unpinned = { ...locked, signer: 'keystore', state: 'not-pinned', why: 'its address is not pinned yet' };
    expect(wordsFor(unpinned).happened).toBe('The signer cannot be asked: its address is not pinned yet.');
    expect(wordsFor(unpinned).next).toBe('Pin its address on Signers.');
  });

  it('name every rule that denied and leave out those that did not', () => {
    const allow: Ruling = { ...deny, decision: 'allow', message: 'is on the list' };
    const { happened } = wordsFor({ code: 'denied-by-policy', retry: 'never', rulings: [allow, deny] });
    expect(happened).toBe('The policy denies it: 2 is more than 1.');
  });

  it('escape what a venue wrote', () => {
    const { happened } = wordsFor({ ...samples['venue-rejected'], reason: 'ok\u202edetcejer' });
    expect(happened).toContain('ok⟨U+202E⟩detcejer');
  });

  it('say why a preview is blocked, also for a code that is new', () => {
    expect(blockWords('insufficient-funds')).toBe('The free balance does not cover the worst case.');
    expect(blockWords('some-new-code')).toBe('This order cannot pass right now: some-new-code.');
  });
});
