import { conflict } from '../domain/conflict.ts';
import type { Result } from '../domain/result.ts';
import type { Attested } from '../signers/mpc/attest.ts';
import type { Greeting } from '../signers/mpc/greet.ts';
import type { MpcSigner, MpcStanding } from '../signers/mpc/mpc-signer.ts';
import type { SignerState } from '../signers/signer.ts';
import { betweenRows } from '../trading/record.ts';
import type { ActiveSigner, SigningParts } from './active-signer.ts';
import { haltOnMismatch } from './test-signer.ts';

/** The two-party signer that is in use, as far as it is known without asking it. */
export interface KeysharesState extends MpcStanding {
  readonly signer: SignerState;
  /** When the certificate that party 0 showed last ends; null before one was seen. */
  readonly certificateEndsMs: number | null;
}

/**
 * The keyshares of the two-party signer that is in use. Every method but `state` asks the parties and answers `conflict` where the signer
 * in use is another kind, or none. No share is ever here: parties answer with points, epochs and digests.
 */
export interface Keyshares {
  /** Asks nothing; null where the signer in use is another kind, or none. */
  state(): KeysharesState | null;
  /** How party 0 speaks and at which epoch it is (null in the legacy dialect); errors as of every greeting. */
  greet(): Promise<Result<Greeting>>;
  /** Both parties attest now; errors of `attest` in core/signers/mpc/attest.ts. Nothing is changed. */
  attest(): Promise<Result<Attested>>;
  /**
   * New shares of the same key, as `refreshShares` describes; `conflict` where the parties are at another epoch than `fromEpoch`, so that
   * it is never repeated blind. Where no sure answer came the signer is halted until `settle`. Leaves a row before and after.
   */
  refresh(fromEpoch: number, actor: string): Promise<Result<Attested>>;
  /** Brings a refresh of which no sure answer came to one end, as `settleRefresh` describes; harmless where there was none. Leaves rows. */
  settle(actor: string): Promise<Result<Attested>>;
  /** A person says that both shares were put back from older backups; as `recover` of the signer. Leaves rows. */
  recover(actor: string): Promise<Result<Attested>>;
}

/** The keyshares behind whichever signer is in use when a method is called. */
export function keysharesOf(parts: Pick<SigningParts, 'halt' | 'record'>, active: ActiveSigner): Keyshares {
  const signer = (): MpcSigner | null => {
    const found = active.signer();
    return found?.kind === 'cb_mpc_2pc' ? (found as MpcSigner) : null;
  };
  const withSigner = async <T>(ask: (found: MpcSigner) => Promise<Result<T>>): Promise<Result<T>> => {
    const found = signer();
    if (found === null) {
      return conflict('the signer in use is no two-party signer');
    }
    const asked = await ask(found);
    // That the parties do not fit together is no other key; a halt until the pin is confirmed is.
    if (found.awaits() === 'pin-confirmed') haltOnMismatch(parts, asked);
    active.tell();
    return asked;
  };
  const changing = (
    what: 'refresh' | 'settle' | 'recover',
    actor: string,
    ask: (found: MpcSigner) => Promise<Result<Attested>>,
  ): Promise<Result<Attested>> =>
    withSigner((found) =>
      betweenRows(
        { record: parts.record, ended: () => undefined },
        { eventType: 'credential-rotation', actor, subject: 'keyshares' },
        { what, epoch: found.standing().highestEpoch },
        () => ask(found),
        ({ address, epoch }) => ({ address, epoch }),
      ),
    );

  return {
    state() {
      const found = signer();
      if (found === null) return null;
      return { ...found.standing(), signer: found.state(), certificateEndsMs: found.certificateEndsMs() };
    },
    greet: () => withSigner((found) => found.greet()),
    attest: () => withSigner((found) => found.attest()),
    refresh: (fromEpoch, actor) => changing('refresh', actor, (found) => found.refresh(fromEpoch)),
    settle: (actor) => changing('settle', actor, (found) => found.settleRefresh()),
    recover: (actor) => changing('recover', actor, (found) => found.recover(actor)),
  };
}
