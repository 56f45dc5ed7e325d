import type { AppError } from '../../domain/errors.ts';
import { err, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import { type Attested, type FitWanted, fitTogether } from './fit-together.ts';
import type { MpcParty } from './mpc-options.ts';
import { unavailable } from './mpc-service.ts';
import { type NoStatement, type StatementWanted, statementOf } from './party-statement.ts';

export type { Attested, AttestedBackup } from './fit-together.ts';

/** What an attestation is held against. */
export interface AttestationWanted extends StatementWanted, FitWanted {}

/**
 * Asks both parties to attest with `nonce`. Each answer must be signed with the key of the certificate that is pinned for that party and
 * that it shows on this connection; both must speak of one address, key and epoch; and the points of their shares must add up to the key,
 * which no party alone could bring about. `signer-unavailable` when a party could not be asked, `signature-mismatch` when something does
 * not fit.
 */
export async function attest(
  parties: readonly [MpcParty, MpcParty],
  wanted: AttestationWanted,
  clock: Clock,
  signal: AbortSignal,
): Promise<Result<Attested>> {
  const first = await statementOf(0, parties[0], wanted, clock, signal);
  if (!first.ok) return err(refusal(0, first.error));
  const second = await statementOf(1, parties[1], wanted, clock, signal);
  if (!second.ok) return err(refusal(1, second.error));
  const fit = fitTogether(first.value.said, second.value.said, wanted);
  return fit.ok ? fit : err(mismatch(fit.error.what));
}

function refusal(number: 0 | 1, { seen, why }: NoStatement): AppError {
  const said = `party ${number}: ${why}`;
  return seen === 'not-its-own' ? mismatch(said) : unavailable(seen, said);
}

function mismatch(what: string): AppError {
  return { code: 'signature-mismatch', retry: 'never', signer: 'cb_mpc_2pc', what };
}
