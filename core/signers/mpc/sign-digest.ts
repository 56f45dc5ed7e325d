import { parseAddress } from '../../domain/address.ts';
import type { AppError } from '../../domain/errors.ts';
import { type Hex, hexOf } from '../../domain/hex.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { SignAnswer } from './answers.ts';
import type { SeenFailure } from './ask-party.ts';
import { readDerSignature, type SignatureNumbers } from './der-signature.ts';
import { failureRow } from './failure-table.ts';
import type { Greeting } from './greet.ts';
import type { MpcService } from './mpc-service.ts';

/** What is to be signed and how a signature over it is recognised as right. */
export interface DigestToSign {
  readonly digest: Hex;
  isRight(numbers: SignatureNumbers): boolean;
}

/**
 * Hands a digest to a service that was greeted, and proves what comes back. Once it is handed over it cannot be called back, so nothing
 * cuts the wait short but its deadline. It is repeated only where the failure table says so: in `mpc-2p/1` under the same id, which gives
 * the same signature; in the legacy dialect under a new one, because there an id must never come twice. After an attempt whose outcome is
 * unknown, no later answer makes the whole certain again.
 */
export async function signDigest(
  service: MpcService,
  { dialect, epoch }: Greeting,
  { digest, isRight }: DigestToSign,
): Promise<Result<SignatureNumbers>> {
  const { clock, ids } = service.options;
  const newId = (): string => hexOf(ids.bytes(16)).slice(2);
  const requestId = newId();
  let doubt: SeenFailure | null = null;
  let repeated = 0;

  for (;;) {
    const id = dialect === 'legacy' ? newId() : requestId;
    const attempt = await attemptOnce(service, { dialect, epoch }, { digest, isRight }, id);
    if (attempt.ok) {
      service.setCondition('ready');
      return attempt;
    }
    const row = failureRow(attempt.error.seen, dialect);
    const waits = row.again === 'no' ? [] : row.again === 'once' ? [0] : service.timing.backoffMs;
    const wait = waits[repeated];
    if (wait === undefined) return err(verdict(service, attempt.error, doubt));
    if (row.error === 'signer-failed') doubt = attempt.error;
    repeated += 1;
    await new Promise<void>((resolve) => clock.after(wait, resolve));
  }
}

/** The last failure, unless an earlier attempt left it open whether there is a signature. */
function verdict(service: MpcService, last: SeenFailure, doubt: SeenFailure | null): AppError {
  const error = service.fail(last, true);
  const isCertain = error.code === 'signer-unavailable' || error.code === 'signer-refused';
  if (doubt === null || !isCertain) return error;
  const { signerCode, why } = doubt;
  return { code: 'signer-failed', retry: 'after-checking', signer: 'cb_mpc_2pc', signerCode, why };
}

async function attemptOnce(
  service: MpcService,
  { dialect, epoch }: Greeting,
  { digest, isRight }: DigestToSign,
  id: string,
): Promise<Result<SignatureNumbers, SeenFailure>> {
  const { pinned } = service.options;
  const call = {
    method: 'POST',
    path: '/sign_digest',
    timeoutMs: service.timing.signMs,
    signal: new AbortController().signal,
  } as const;
  const body = { session_id: id, digest_hex: digest };
  if (dialect === 'legacy') {
    const asked = await service.ask({ ...call, body, answer: SignAnswer.legacy });
    return asked.ok ? proved(asked.value.value.signature_der_hex, isRight) : asked;
  }
  const asked = await service.ask({
    ...call,
    body: { ...body, expected_address: pinned },
    answer: SignAnswer['mpc-2p/1'],
  });
  if (!asked.ok) return asked;
  const { value } = asked.value;
  if (parseAddress(value.address) !== pinned) return failure('wrong-address', 'it signed for another address');
  const signature = proved(value.signature_der_hex, isRight);
  // A higher one is a refresh since; it is noted at the next greeting.
  if (signature.ok && value.epoch < (epoch ?? 0)) {
    return failure('epoch-went-back', `it signed at epoch ${value.epoch} and had said ${epoch}`);
  }
  return signature;
}

function proved(der: string, isRight: DigestToSign['isRight']): Result<SignatureNumbers, SeenFailure> {
  const numbers = readDerSignature(der);
  if (numbers === null) return failure('wrong-signature', 'its signature is not in strict DER');
  return isRight(numbers) ? ok(numbers) : failure('wrong-signature', 'its signature is not by the pinned address');
}

function failure(seen: SeenFailure['seen'], why: string): Result<never, SeenFailure> {
  return err({ seen, signerCode: seen, why });
}
