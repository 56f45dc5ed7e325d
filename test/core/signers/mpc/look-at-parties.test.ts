import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../core/node-ports.ts';
import { type LookWanted, lookAtParties } from '../../../../core/signers/mpc/look-at-parties.ts';
import type { MpcParty } from '../../../../core/signers/mpc/mpc-options.ts';
import { patiently, pinnedAddress } from './mpc-parts.ts';
import { certificateOf, type StubAnswers, statusOf, stubAddress, stubParty, withoutKey } from './stub-party.ts';

const wanted: LookWanted = {
  pinned: pinnedAddress(stubAddress),
  highestEpoch: 3,
  nonce: 'new',
  isLive: false,
  timeoutMs: 20_000,
};

/** Both stubs, with the second one changed. */
async function looked(
  answers: StubAnswers,
  change: (party: MpcParty) => MpcParty = (party) => party,
  look: Partial<LookWanted> = {},
) {
  const first = await stubParty(0);
  const second = await stubParty(1, answers);
  return lookAtParties([first.party, change(second.party)], { ...wanted, ...look }, systemClock, patiently);
}

describe('a look at both parties', () => {
  it('tells what each attests, by which certificate, and that it fits', async () => {
    const { epoch, isBackedUp, misfit, parties } = await looked({});
    expect({ epoch, isBackedUp, misfit }).toEqual({ epoch: 3, isBackedUp: false, misfit: null });
    for (const number of [0, 1] as const) {
      const { pin } = certificateOf(number);
      expect(parties[number]).toMatchObject({
        standing: 'ready',
        epoch: 3,
        signedBy: pin,
        address: stubAddress,
        why: null,
      });
      expect(parties[number].certificateEndsMs).toBeGreaterThan(0);
    }
  });

  it.each<readonly [string, string, StubAnswers]>([
    ['no-key', 'has no key', { 'GET /v1/status': withoutKey(1) }],
    [
      'in-doubt',
      'has a refresh in doubt',
      { 'GET /v1/status': { ...statusOf(1, 3), state: 'in_doubt', pending_epoch: 4 } },
    ],
    ['alone', 'lacks the other', { 'GET /v1/status': { ...statusOf(1, 3), state: 'peer_down' } }],
    ['refreshing', 'is refreshing', { 'GET /v1/status': { ...statusOf(1, 3), state: 'refreshing' } }],
    [
      'other-party',
      'is party 0',
      { 'GET /v1/info': { protocol: 'mpc-2p/1', engine: 'x', party: 0, features: [], limits: {} } },
    ],
    ['other-party', 'tells the status of party 0', { 'GET /v1/status': statusOf(0, 3) }],
    ['not-admitted', 'does not let us ask', { 'GET /v1/info': { status: 403, body: { error: 'client_not_allowed' } } }],
    ['not-understood', 'says more than is known', { 'GET /v1/status': { ...statusOf(1, 3), more: 1 } }],
    ['not-understood', 'fails', { 'POST /v1/attest': { status: 500, body: { error: 'internal' } } }],
    [
      'unproved',
      'attests with a signature that is none',
      { 'POST /v1/attest': { payload: '{}', signature: '00'.repeat(70), certificate_pem: certificateOf(1).cert } },
    ],
  ])('finds %s where one %s, and still tells of the other', async (standing, _what, answers) => {
    const { misfit, parties } = await looked(answers);
    expect(parties[1].standing).toBe(standing);
    expect(parties[0]).toMatchObject({ standing: 'ready', epoch: 3 });
    expect(misfit).toBeNull();
  });

  it('takes no party without a pin for proved, asks none whose certificate is another, and none in the open', async () => {
    const unpinned = await looked({}, ({ tls, url }) => ({ url, tls: { ca: tls.ca } }));
    expect(unpinned.parties[1]).toMatchObject({ standing: 'unproved', sharePoint: null, signedBy: null });
    const swapped = await looked({}, ({ tls, url }) => ({ url, tls: { ...tls, pins: [certificateOf(0).pin] } }));
    expect(swapped.parties[1]).toMatchObject({ standing: 'not-trusted', epoch: null });
    const open = await looked({}, ({ tls }) => ({ url: 'http://192.0.2.1:1', tls }), { isLive: true });
    expect(open.parties[1]).toMatchObject({ standing: 'not-protected' });
  });

  it('tells a lower epoch than was seen from a whole one', async () => {
    expect(await looked({}, undefined, { highestEpoch: 4 })).toMatchObject({ misfit: 'older-epoch', epoch: null });
    expect(await looked({}, undefined, { pinned: pinnedAddress(`0x${'22'.repeat(20)}`) })).toMatchObject({
      misfit: 'other-key',
    });
  });
});
