import { hashMessage } from 'ethers';
import type { Address } from '../../domain/address.ts';
import { isDevelopmentChain } from '../../domain/chains.ts';
import { conflict } from '../../domain/conflict.ts';
import type { Hex } from '../../domain/hex.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { signingDigest } from '../../domain/transaction/serialise.ts';
import { createQueue } from '../queue.ts';
import type { ClaimedSignature, Signer, SignerProgress } from '../signer.ts';
import { isTextSignedBy, verifySignature } from '../verify.ts';
import type { Attested } from './attest.ts';
import type { SignatureNumbers } from './der-signature.ts';
import type { Dialect, HaltWord } from './failure-table.ts';
import type { Greeting } from './greet.ts';
import type { MpcHalt, MpcOptions } from './mpc-options.ts';
import { mpcService, unavailable } from './mpc-service.ts';
import { protectionOf } from './protection.ts';
import { greetAndNote, greetOnly, readyToSign, takenBack, testSignature } from './ready-to-sign.ts';
import { attestBoth, refreshShares, settleRefresh } from './refresh-shares.ts';
import { type DigestToSign, signDigest } from './sign-digest.ts';

/** What is known of the parties without asking them. */
export interface MpcStanding {
  readonly pinned: Address;
  /** Whether party 1 can be asked from here. */
  readonly hasBothParties: boolean;
  /** Null before party 0 was asked. */
  readonly dialect: Dialect | null;
  /** The highest epoch that the parties ever answered with; null where none was. */
  readonly highestEpoch: number | null;
  readonly halt: MpcHalt | null;
}

/** The two-party signer, with what a person can say to it. */
export interface MpcSigner extends Signer {
  /** What a person must say to end the halt that this signer is in; null when it is in none. */
  awaits(): HaltWord | null;
  /**
   * A person (`actor`) says that what the halt waits for was done. It is believed only once the service has been greeted and has made a
   * test signature that is right; else the halt stays and the answer is the failure. Another word than the one awaited is `conflict`.
   */
  clearDoubt(actor: string, word: HaltWord): Promise<Result<void>>;
  /**
   * A person says that both shares were put back from older backups, while the signer is halted since their epoch is lower than before.
   * It is believed only once both parties attest one key with the pinned address and have signed; else everything stays as it was.
   * `conflict` where the signer is not halted for that.
   */
  recover(actor: string): Promise<Result<Attested>>;
  /** What is known of the parties; asks nothing. */
  standing(): MpcStanding;
  /** Asks party 0 how it speaks and at which epoch it is, halted or not; errors as of every greeting. */
  greet(): Promise<Result<Greeting>>;
  /** Both parties attest now that their halves belong together and to the pinned key; of `mpc-2p/1` only. */
  attest(): Promise<Result<Attested>>;
  /** New shares of the same key, as `refreshShares` describes; `conflict` where the parties are at another epoch than `fromEpoch`. */
  refresh(fromEpoch?: number): Promise<Result<Attested>>;
  /** Brings a refresh of which no sure answer came to one end, as `settleRefresh` describes. */
  settleRefresh(): Promise<Result<Attested>>;
  /** When the certificate that party 0 showed last ends; null before one was seen. */
  certificateEndsMs(): number | null;
}

/**
 * The `cb_mpc_2pc` signer: two parties hold half a key each and sign together. It is handed digests that were made here, and its answers
 * are proved here; it speaks the older cb-mpc service's dialect and `mpc-2p/1`. One thing at a time: the older service breaks for good
 * when two signatures are asked for at once.
 */
export function createMpcSigner(options: MpcOptions): MpcSigner {
  const { isLive, log, party0, pinned } = options;
  const service = mpcService(options);
  const queue = createQueue();
  const never = new AbortController().signal;
  for (const warning of protectionOf(party0, isLive).warnings) log.warn(`the two-party signer: ${warning}`);
  const left = err(takenBack);

  function inTurn(
    asked: DigestToSign,
    progress: (progress: SignerProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<SignatureNumbers>> {
    progress({ step: 'queued', text: 'It waits for the two-party signer.' });
    const task = async (): Promise<Result<SignatureNumbers>> => {
      progress({ step: 'checking', text: 'The two-party signer is asked whether it can sign.' });
      const greeting = await readyToSign(service, signal);
      if (!greeting.ok) return greeting;
      if (signal.aborted) return left;
      progress({ step: 'signing', text: 'Both parties sign.' });
      const signed = await signDigest(service, greeting.value, asked);
      if (signed.ok) progress({ step: 'received', text: 'The signature is by the pinned address.' });
      return signed;
    };
    return queue.run(task, signal, left);
  }

  return {
    kind: 'cb_mpc_2pc',
    capabilities: () => ({ types: [0, 1, 2], accessLists: true, hasScreen: false, signsTexts: true }),
    state: service.state,
    standing: () => ({
      pinned,
      hasBothParties: options.party1 !== null,
      dialect: service.dialect(),
      highestEpoch: service.highestEpoch(),
      halt: service.halt(),
    }),
    greet: () => queue.run(() => greetOnly(service, never), never, left),
    awaits: () => service.halt()?.until ?? null,
    certificateEndsMs: () => service.certificate()?.notAfterMs ?? null,
    async address(_options, signal) {
      const task = async (): Promise<Result<typeof pinned>> => {
        const greeting = await readyToSign(service, signal);
        return greeting.ok ? ok(pinned) : greeting;
      };
      return queue.run(task, signal, left);
    },
    async sign(transaction, progress, signal) {
      const digest = signingDigest(transaction.transaction);
      if (digest !== transaction.digest || transaction.from !== pinned) {
        const why = 'the transaction is not for the pinned address';
        return err({ code: 'signer-refused', retry: 'never', signer: 'cb_mpc_2pc', signerCode: 'other-address', why });
      }
      // Where real money moves it is asked as live asks it, whatever the mode it was opened in.
      const isReal = !isDevelopmentChain(transaction.transaction.chainId);
      const { refusal } = protectionOf(party0, isReal);
      if (!isLive && refusal !== null) return err(unavailable('not-protected', refusal));
      let proved: ClaimedSignature | null = null;
      const isRight = ({ r, s }: SignatureNumbers): boolean => {
        const found = verifySignature('cb_mpc_2pc', transaction, { form: 'numbers', r, s, clearSigned: null });
        if (found.ok) proved = { form: 'raw', raw: found.value.raw, clearSigned: null };
        return found.ok;
      };
      const signed = await inTurn({ digest, isRight }, progress, signal);
      if (!signed.ok) return signed;
      // The bytes that were proved here are proved once more by whoever asked; both numbers are in them.
      return ok(proved ?? { form: 'numbers', ...signed.value, clearSigned: null });
    },
    signText(text, progress, signal) {
      const digest = hashMessage(text) as Hex;
      const isRight = (numbers: SignatureNumbers): boolean => isTextSignedBy(text, numbers, pinned);
      return inTurn({ digest, isRight }, progress, signal);
    },
    clearDoubt(actor, word) {
      const task = async (): Promise<Result<void>> => {
        const hindrance = service.hindrance(true);
        if (hindrance !== null) return err(hindrance);
        const awaited = service.halt()?.until ?? null;
        if (awaited !== null && awaited !== word) {
          return conflict(`the signer awaits ${awaited}`);
        }
        service.setDialect(null);
        const greeting = await greetAndNote(service, never);
        if (!greeting.ok) return greeting;
        const tested = await testSignature(service, greeting.value);
        if (!tested.ok) return tested;
        const cleared = service.mark({ halt: null });
        if (!cleared.ok) return cleared;
        service.setCondition('ready');
        log.info('the two-party signer is used again', { actor, word });
        return ok(undefined);
      };
      return queue.run(task, never, left);
    },
    recover(actor) {
      const task = async (): Promise<Result<Attested>> => {
        const highest = service.highestEpoch();
        if (service.halt()?.seen !== 'epoch-went-back') {
          return conflict('the signer is not halted over an older epoch');
        }
        // Held against no epoch this once; the one that both attest is noted as the highest, and taken back where they do not sign.
        const settled = await settleRefresh({ ...service, highestEpoch: () => null });
        if (settled.ok) log.warn('the two-party signer was recovered', { actor, epoch: settled.value.epoch });
        else if (service.highestEpoch() !== highest) service.mark({ highestEpoch: highest });
        return settled;
      };
      return queue.run(task, never, left);
    },
    attest: () => queue.run(() => attestBoth(service), never, left),
    refresh: (fromEpoch) => queue.run(() => refreshShares(service, fromEpoch), never, left),
    settleRefresh: () => queue.run(() => settleRefresh(service), never, left),
    close: () => Promise.resolve(),
  };
}
