import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Ruling } from '../../core/domain/errors.ts';
import { blockWords, wordsFor } from '../../renderer/words.ts';
import { denial, errorSamples as samples } from '../core/domain/error-samples.ts';

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

  it('say of an order that is not taken live what keeps it, and not which window may ask', () => {
    const refused = { code: 'not-allowed', retry: 'never', method: 'orders.submit' } as const;
    expect(wordsFor({ ...refused, face: 'unarmed' })).toEqual({
      happened: 'Live trading is not armed there.',
      notDone: 'Nothing was sent.',
      next: 'Arm it on the Go live screen.',
    });
    for (const face of ['stand-in', 'closed']) {
      expect(wordsFor({ ...refused, face }).happened).not.toContain('window');
    }
    expect(wordsFor({ ...refused, face: 'console' }).happened).toContain('This window (console)');
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
    const allow: Ruling = { ...denial, decision: 'allow', message: 'is on the list' };
    const { happened } = wordsFor({ code: 'denied-by-policy', retry: 'never', rulings: [allow, denial] });
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
