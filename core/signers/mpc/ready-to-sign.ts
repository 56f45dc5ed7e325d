import { hashMessage } from 'ethers';
import type { AppError } from '../../domain/errors.ts';
import { type Hex, hexOf } from '../../domain/hex.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { isTextSignedBy } from '../verify.ts';
import { type Greeting, greet } from './greet.ts';
import { type MpcService, unavailable } from './mpc-service.ts';
import { signDigest } from './sign-digest.ts';

/** Taken back before anything was handed over. */
export const takenBack: AppError = unavailable('cancelled', 'it was taken back before the signer was asked');

/**
 * Everything that comes before a digest is handed over: no halt, a greeting, the epoch noted before it is relied upon, and a test
 * signature where the service may be out of step. Every failure here promises that no signature exists.
 */
export async function readyToSign(service: MpcService, signal: AbortSignal): Promise<Result<Greeting>> {
  const hindrance = service.hindrance();
  if (hindrance !== null) return err(hindrance);
  const wasDegraded = service.condition() === 'degraded';
  const greeting = await greetAndNote(service, signal);
  if (!greeting.ok) {
    // What may be out of step stays so until a signature has shown otherwise.
    if (wasDegraded) service.setCondition('degraded');
    return greeting;
  }
  if (wasDegraded) {
    const tested = await testSignature(service, greeting.value);
    if (!tested.ok) return err(outOfStep(service, tested.error));
  }
  service.setCondition('ready');
  return greeting;
}

/** The test signature failed too: halted, unless it was so already for what was seen of the test itself. */
function outOfStep(service: MpcService, error: AppError): AppError {
  if (error.code === 'signature-mismatch') return error;
  const why = 'a test signature failed after an answer that never came';
  return service.hindrance() ?? service.fail({ seen: 'out-of-step', signerCode: 'out-of-step', why }, false);
}

/**
 * Greets without having anything signed: a service that answers well again is ready, save one that may be out of step, or whose last
 * signature nobody knows of, which stays so until a signature has shown otherwise.
 */
export async function greetOnly(service: MpcService, signal: AbortSignal): Promise<Result<Greeting>> {
  const before = service.condition();
  const greeting = await greetAndNote(service, signal);
  if (before === 'degraded' || before === 'unsure') service.setCondition(before);
  else if (greeting.ok) service.setCondition('ready');
  return greeting;
}

/** Greets, and notes a higher epoch than ever before. */
export async function greetAndNote(service: MpcService, signal: AbortSignal): Promise<Result<Greeting>> {
  const greeting = await greet(service, signal);
  if (!greeting.ok && signal.aborted) return err(takenBack);
  if (!greeting.ok) return err(service.fail(greeting.error, false));
  const { epoch } = greeting.value;
  const highest = service.highestEpoch();
  if (epoch !== null && (highest === null || epoch > highest) && !service.mark({ highestEpoch: epoch }).ok) {
    return err(unavailable('marks-unreadable', 'what must be known of it cannot be stored'));
  }
  return ok(greeting.value);
}

/** Has a text of ours signed (EIP-191, so it can be no transaction) that no one has seen before, and proves it. */
export async function testSignature(service: MpcService, greeting: Greeting): Promise<Result<void>> {
  const { ids, pinned } = service.options;
  const text = `Portcullis signer test: ${hexOf(ids.bytes(16))}`;
  const signed = await signDigest(service, greeting, {
    digest: hashMessage(text) as Hex,
    isRight: (numbers) => isTextSignedBy(text, numbers, pinned),
  });
  return signed.ok ? ok(undefined) : signed;
}
