import type { Address } from '../domain/address.ts';
import type { Approved } from '../domain/approved.ts';
import { isDevelopmentChain } from '../domain/chains.ts';
import type { Ruling } from '../domain/errors.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { SignableTransaction } from '../domain/transaction/signable.ts';
import { layerTwo } from './layer-two.ts';
import { createQueue } from './queue.ts';
import type { Signer, SignerProgress } from './signer.ts';
import { isTextSignedBy, type VerifiedTransaction, verifySignature } from './verify.ts';

/** A signature that was proved, and whether the signer's own screen showed what it signed (null: it has none). */
export interface Signed {
  readonly verified: VerifiedTransaction;
  readonly clearSigned: boolean | null;
}

/** How one transaction is handed to the signer. */
export interface Handing {
  readonly progress: (progress: SignerProgress) => void;
  /** Takes it out of the queue; once it was handed over, asks the signer to stop. */
  readonly signal: AbortSignal;
  /** Runs right before the bytes are handed over, after every wait: the last chance to refuse. What it answers with is the answer. */
  readonly before: () => Result<void>;
}

/**
 * One signer with what all of them are wrapped in: one thing at a time, the signer's own layer of rules over the very bytes, and proof
 * of whatever comes back.
 */
export interface SigningDesk {
  readonly signer: Signer;
  /** The address that every signature must recover to. */
  readonly pinned: Address;
  /** What the second layer says of the bytes; asked again when they are handed over. */
  judge(transaction: SignableTransaction): readonly Ruling[];
  /**
   * Has an approved transaction signed and proves the answer. `signer-unavailable`, `signer-refused` and `denied-by-policy` promise that
   * nothing was handed over or signed; `signer-failed` and `signature-mismatch` that a signature may exist. One that comes after `signal`
   * is proved and then thrown away: `signer-failed`.
   */
  sign(transaction: Approved<SignableTransaction>, handing: Handing): Promise<Result<Signed>>;
  /** The signer's address, asked now, which must be the pinned one: else `signature-mismatch`. */
  address(options: { readonly show: boolean }, signal: AbortSignal): Promise<Result<Address>>;
  /** Has a text of ours signed and proves that the pinned address did. */
  testSignature(text: string, handing: Pick<Handing, 'progress' | 'signal'>): Promise<Result<void>>;
}

/** What a desk stands on. `policyTexts` are the `SIGNER_*` settings as they were written. */
export interface DeskParts {
  readonly signer: Signer;
  readonly pinned: Address;
  readonly policyTexts: Readonly<Record<string, string | undefined>>;
  /**
   * Told when a signer says itself, asked for a signature, that it holds the key of another address (`why`, as 'holds …'). A Ledger with
   * another seed is another device and no other key: it says something else.
   */
  readonly onOtherKey?: (why: string) => void;
}

/** Puts a signer behind its desk. */
export function createSigningDesk({ onOtherKey, pinned, policyTexts, signer }: DeskParts): SigningDesk {
  const queue = createQueue();
  const left = err({
    code: 'signer-unavailable',
    retry: 'safe',
    signer: signer.kind,
    state: 'cancelled',
    why: 'it was taken back before the signer was asked',
  } as const);
  /** No signer rejects; one that does all the same had the bytes, so a signature may exist. */
  const asked = async <T>(ask: () => Promise<Result<T>>): Promise<Result<T>> => {
    try {
      return await ask();
    } catch {
      return err({
        code: 'signer-failed',
        retry: 'after-checking',
        signer: signer.kind,
        signerCode: 'threw',
        why: 'it broke down',
      });
    }
  };
  const stopped = err({
    code: 'signer-failed',
    retry: 'after-checking',
    signer: signer.kind,
    signerCode: 'stopped',
    why: 'it signed after it was told to stop; its signature was not taken',
  } as const);
  const judge = (transaction: SignableTransaction): readonly Ruling[] =>
    layerTwo(transaction.unsigned, policyTexts, !isDevelopmentChain(transaction.transaction.chainId));

  return {
    signer,
    pinned,
    judge,
    sign(transaction, { before, progress, signal }) {
      progress({ step: 'queued', text: 'It waits for the signer.' });
      const task = async (): Promise<Result<Signed>> => {
        const rulings = judge(transaction);
        if (rulings.some(({ decision }) => decision !== 'allow')) {
          return err({ code: 'denied-by-policy', retry: 'never', rulings });
        }
        const ready = before();
        if (!ready.ok) return ready;
        const claimed = await asked(() => signer.sign(transaction, progress, signal));
        if (!claimed.ok) {
          const { error } = claimed;
          if (error.code === 'signer-unavailable' && error.state === 'address-differs') onOtherKey?.(error.why);
          return claimed;
        }
        const verified = verifySignature(signer.kind, transaction, claimed.value);
        if (!verified.ok) return verified;
        // Not every signer can be stopped once it has the bytes: what it signs after it was told to is never sent.
        if (signal.aborted) return stopped;
        return ok({ verified: verified.value, clearSigned: claimed.value.clearSigned });
      };
      return queue.run(task, signal, left);
    },
    address(options, signal) {
      return queue.run(
        async () => {
          const told = await asked(() => signer.address(options, signal));
          if (!told.ok || told.value === pinned) return told;
          const what = `its address is ${told.value} and not the pinned ${pinned}`;
          return err({ code: 'signature-mismatch', retry: 'never', signer: signer.kind, what });
        },
        signal,
        left,
      );
    },
    testSignature(text, { progress, signal }) {
      return queue.run(
        async () => {
          const claimed = await asked(() => signer.signText(text, progress, signal));
          if (!claimed.ok) return claimed;
          if (isTextSignedBy(text, claimed.value, pinned)) return ok(undefined);
          const what = 'the signature of the test is not by the pinned address';
          return err({ code: 'signature-mismatch', retry: 'never', signer: signer.kind, what });
        },
        signal,
        left,
      );
    },
  };
}
