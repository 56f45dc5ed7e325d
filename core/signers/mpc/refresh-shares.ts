import { recoverAddress } from 'ethers';
import { conflict } from '../../domain/conflict.ts';
import { type Hex, hexOf, readHex } from '../../domain/hex.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { ReconcileAnswer, RefreshAnswer } from './answers.ts';
import { type Attested, attest } from './attest.ts';
import { inLowerForm, readDerSignature } from './der-signature.ts';
import type { Seen } from './failure-table.ts';
import type { MpcParty } from './mpc-options.ts';
import { type MpcService, unavailable } from './mpc-service.ts';
import { greetAndNote, testSignature } from './ready-to-sign.ts';

/** Failures that promise that no refresh was begun. After any other one it may be committed. */
const surelyNotBegun: ReadonlySet<Seen> = new Set<Seen>([
  'not-connected',
  'not-trusted',
  'not-admitted',
  'request-refused',
  'mixed-shares',
  'no-key',
  'refreshing',
  'busy',
]);

/** Asks both parties to attest that they belong together, with a nonce made now. */
export async function attestBoth(service: MpcService): Promise<Result<Attested>> {
  const { clock, ids, isLive, pinned } = service.options;
  const parties = bothParties(service);
  if (!parties.ok) return parties;
  const wanted = {
    pinned,
    lowestEpoch: service.highestEpoch() ?? 0,
    nonce: hexOf(ids.bytes(16)).slice(2),
    isLive,
    timeoutMs: service.timing.readMs,
  };
  return attest(parties.value, wanted, clock, new AbortController().signal);
}

/**
 * Has the parties make new shares of the same key. Believed only when the epoch is one higher, both share points have changed and still
 * add up to the pinned key, the proof is a signature by it, and a test signature made now is too. When no sure answer comes the refresh
 * may be committed: the signer is halted until `settleRefresh`, and nothing is repeated. `conflict` where the parties attest another epoch
 * than `fromEpoch`: it was refreshed since.
 */
export async function refreshShares(service: MpcService, fromEpoch?: number): Promise<Result<Attested>> {
  const { ids, pinned } = service.options;
  const hindrance = service.hindrance();
  if (hindrance !== null) return err(hindrance);
  const greeting = await greetAndNote(service, new AbortController().signal);
  if (!greeting.ok) return greeting;
  if (greeting.value.dialect === 'legacy') return notOffered();
  const before = await attestBoth(service);
  if (!before.ok) return before;
  if (fromEpoch !== undefined && before.value.epoch !== fromEpoch) {
    const what = `the parties are at epoch ${before.value.epoch} and not at ${fromEpoch}`;
    return conflict(what);
  }
  const asked = await service.ask({
    method: 'POST',
    path: '/v1/refresh',
    body: {
      request_id: hexOf(ids.bytes(16)).slice(2),
      expected_address: pinned,
      expected_epoch: before.value.epoch,
    },
    answer: RefreshAnswer,
    timeoutMs: service.timing.refreshMs,
    signal: new AbortController().signal,
  });
  if (!asked.ok) {
    const { seen } = asked.error;
    return err(
      service.fail(surelyNotBegun.has(seen) ? asked.error : { ...asked.error, seen: 'refresh-unknown' }, true),
    );
  }
  const answer = asked.value.value;
  const wrong = (why: string): Result<never> =>
    err(service.fail({ seen: 'refresh-unknown', signerCode: 'refresh-unknown', why }, true));
  if ('already' in answer) return wrong('it says that it had refreshed before it was asked');
  if (!isProof(answer.proof_digest, answer.proof_signature_der_hex, pinned)) {
    return wrong('its proof of the refresh is not by the pinned address');
  }
  const after = await attestBoth(service);
  if (!after.ok) return wrong('the parties do not attest the refresh');
  const { epoch, sharePoints } = after.value;
  if (epoch !== before.value.epoch + 1 || answer.epoch !== epoch) return wrong('its epoch is not one higher');
  if (sharePoints.some((point, index) => point === before.value.sharePoints[index])) {
    return wrong('a share is the same as before');
  }
  return proved(service, after.value);
}

/**
 * Settles a refresh that may or may not be committed: the parties bring it to one end, attest that they belong together, and make a test
 * signature. Only then is a halt over it ended; another halt is `conflict`.
 */
export async function settleRefresh(service: MpcService): Promise<Result<Attested>> {
  const hindrance = service.hindrance(true);
  if (hindrance !== null) return err(hindrance);
  const awaited = service.halt()?.until ?? 'shares-put-right';
  if (awaited !== 'shares-put-right') {
    return conflict(`the signer awaits ${awaited}`);
  }
  const asked = await service.ask({
    method: 'POST',
    path: '/v1/reconcile',
    body: {},
    answer: ReconcileAnswer,
    timeoutMs: service.timing.refreshMs,
    signal: new AbortController().signal,
  });
  // A halt over the refresh stays; where there is none, the service says at the next greeting what it is in.
  if (!asked.ok) return err(service.fail(asked.error, false));
  const attested = await attestBoth(service);
  if (!attested.ok) return attested;
  const settled = await proved(service, attested.value);
  if (!settled.ok) return settled;
  const marked = service.mark({ halt: null });
  return marked.ok ? settled : marked;
}

/** What is attested has also to sign. */
async function proved(service: MpcService, attested: Attested): Promise<Result<Attested>> {
  const greeting = await greetAndNote(service, new AbortController().signal);
  if (!greeting.ok) return greeting;
  const tested = await testSignature(service, greeting.value);
  return tested.ok ? ok(attested) : tested;
}

function bothParties({ options }: MpcService): Result<readonly [MpcParty, MpcParty]> {
  const { party0, party1 } = options;
  if (party1 === null) return err(unavailable('no-second-party', 'where party 1 is asked is not set'));
  return ok([party0, party1]);
}

function notOffered(): Result<never> {
  return err({ code: 'not-offered', retry: 'never', what: 'refreshing shares, by the older service' });
}

function isProof(digest: string, der: string, address: string): boolean {
  const numbers = readDerSignature(der);
  const bytes: Hex | null = readHex(digest);
  if (numbers === null || bytes === null) return false;
  return ([0, 1] as const).some((yParity) => {
    try {
      return recoverAddress(bytes, { ...inLowerForm(numbers), yParity }) === address;
    } catch {
      return false;
    }
  });
}
