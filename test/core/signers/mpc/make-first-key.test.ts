import { describe, expect, it } from 'vitest';
import { systemClock, systemIds } from '../../../../core/node-ports.ts';
import { makeFirstKey } from '../../../../core/signers/mpc/make-first-key.ts';
import { type StubAnswers, type StubParty, stubAddress, stubKey, stubParty, withoutKey } from './stub-party.ts';

const made = { address: stubAddress, public_key: stubKey, epoch: 0 };
const times = (stub: StubParty): number => stub.calls.filter((call) => call === 'POST /dkg').length;

/** Two parties without a key, of which the first answers so when it is asked to make one, and both attest from then on. */
async function asked(dkg: StubAnswers[string], second: StubAnswers = { 'GET /v1/status': withoutKey(1) }) {
  const none = { 'GET /v1/status': withoutKey(0), 'POST /dkg': dkg };
  const parties = [await stubParty(0, none, 0), await stubParty(1, second, 0)] as const;
  const wanted = { isLive: false, newId: () => systemIds.next(), readMs: 20_000, makeMs: 20_000 };
  const answer = await makeFirstKey([parties[0].party, parties[1].party], wanted, systemClock);
  return { answer, parties };
}

describe('a first key', () => {
  it('is asked for once, of party 0, and believed when both attest it', async () => {
    const { answer, parties } = await asked(made);
    expect(answer).toMatchObject({ ok: true, value: { address: stubAddress, epoch: 0 } });
    expect([times(parties[0]), times(parties[1])]).toEqual([1, 0]);
  });

  it('is not asked for where a party has a share, or may have one', async () => {
    for (const second of [{}, { 'GET /v1/status': { status: 500, body: { error: 'internal' } } }]) {
      const { answer, parties } = await asked(made, second);
      expect(answer).toMatchObject({ ok: false, error: { code: 'conflict' } });
      expect(times(parties[0])).toBe(0);
    }
  });

  it.each<readonly [string, StubAnswers[string], string]>([
    ['there was one already', { ...made, already_initialized: true }, 'conflict'],
    ['both attest another', { ...made, address: `0x${'22'.repeat(20)}` }, 'signature-mismatch'],
    ['it is not of epoch 0', { ...made, epoch: 1 }, 'signature-mismatch'],
    ['no sure answer came', { status: 504, body: { error: 'session_timeout' } }, 'signer-failed'],
    ['the answer is no answer', { ok: true }, 'signer-failed'],
    ['the other party was not reached', { status: 502, body: { error: 'peer_unreachable' } }, 'signer-unavailable'],
  ])('is not taken, and not asked for again, where %s', async (_what, dkg, code) => {
    const { answer, parties } = await asked(dkg);
    expect(answer).toMatchObject({ ok: false, error: { code } });
    expect(times(parties[0])).toBe(1);
  });
});
