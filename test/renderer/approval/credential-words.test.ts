import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../../core/contract/bridge.ts';
import type { Custody } from '../../../core/contract/shapes.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import { credentialWords } from '../../../renderer/approval/credential-words.ts';

const rows = [
  { credentialId: 'c1', label: 'Desk\u202e', subject: 'kraken', fingerprint: '0011223344556677', stateText: 'In use.' },
  { credentialId: 'c2', label: 'Token', subject: null, fingerprint: null, stateText: 'In use.' },
];

function asking(answer: Result<unknown>): Pick<Bridge['ask'], 'custody.list'> {
  return { 'custody.list': async () => answer as Result<Custody> };
}

describe('the credential that a form is about', () => {
  it("is named with its exchange, mark and state as the core has them, and nothing of its label's is hidden", async () => {
    const ask = asking(ok({ credentials: rows }));
    expect(await credentialWords(ask, 'c1')).toEqual(
      ok("'Desk⟨U+202E⟩' of Kraken (fingerprint 0011223344556677). In use."),
    );
    expect(await credentialWords(ask, 'c2')).toEqual(ok("'Token'. In use."));
  });

  it('is none where the core knows no such one, or does not answer', async () => {
    expect(await credentialWords(asking(ok({ credentials: rows })), 'c3')).toMatchObject({
      error: { code: 'not-found' },
    });
    const failed = err({ code: 'core-unavailable', retry: 'safe', why: 'it ended' } as const);
    expect(await credentialWords(asking(failed), 'c1')).toEqual(failed);
  });
});
