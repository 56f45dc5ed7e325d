import { parseAddress } from '../../domain/address.ts';
import { conflict } from '../../domain/conflict.ts';
import { err, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import { FirstKeyAnswer } from './answers.ts';
import { askParty } from './ask-party.ts';
import { type Attested, attest } from './attest.ts';
import { failureRow } from './failure-table.ts';
import { lookAtParties } from './look-at-parties.ts';
import type { MpcParty } from './mpc-options.ts';
import { unavailable } from './mpc-service.ts';

/** What making a key stands on. */
export interface FirstKeyWanted {
  readonly isLive: boolean;
  /** Texts made for this and never used before. */
  readonly newId: () => string;
  readonly readMs: number;
  readonly makeMs: number;
}

/**
 * Has both parties make a key together (distributed key generation), once: both must say just before that they have none, and speak
 * `mpc-2p/1`. Believed only when both then attest it at epoch 0. `conflict` where a party has a share, or may have one. Where no sure
 * answer came, `signer-failed`: a key may have been made, and asking both again tells; making it is never repeated by itself.
 */
export async function makeFirstKey(
  parties: readonly [MpcParty, MpcParty],
  { isLive, makeMs, newId, readMs }: FirstKeyWanted,
  clock: Clock,
): Promise<Result<Attested>> {
  const signal = new AbortController().signal;
  const wanted = { pinned: null, isLive, timeoutMs: readMs };
  const before = await lookAtParties(parties, { ...wanted, highestEpoch: null, nonce: newId() }, clock, signal);
  const isEmpty = before.parties.every(({ dialect, standing }) => standing === 'no-key' && dialect === 'mpc-2p/1');
  if (!isEmpty) return conflict('not both parties say that they have no key');
  const asked = await askParty(
    parties[0],
    {
      method: 'POST',
      path: '/dkg',
      body: { request_id: newId(), confirm: 'new-key' },
      answer: FirstKeyAnswer,
      timeoutMs: makeMs,
      signal,
    },
    clock,
  );
  if (!asked.ok) {
    const { seen, signerCode, why } = asked.error;
    if (failureRow(seen, 'mpc-2p/1').error === 'signer-unavailable') return err(unavailable(seen, why));
    return err({ code: 'signer-failed', retry: 'after-checking', signer: 'cb_mpc_2pc', signerCode, why });
  }
  const { address, already_initialized: hadKey, epoch } = asked.value.value;
  if (hadKey === true) return conflict('party 0 says that there was a key before it was asked');
  const attested = await attest(parties, { ...wanted, lowestEpoch: 0, nonce: newId() }, clock, signal);
  if (!attested.ok) return attested;
  if (attested.value.address === parseAddress(address) && attested.value.epoch === epoch && epoch === 0)
    return attested;
  const what = 'the parties attest another key than the one that was just made';
  return err({ code: 'signature-mismatch', retry: 'never', signer: 'cb_mpc_2pc', what });
}
