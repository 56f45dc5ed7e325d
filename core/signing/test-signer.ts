import { ok, type Result } from '../domain/result.ts';
import { testTextPrefix } from '../signers/child/test-text.ts';
import type { ActiveSigner, SigningParts } from './active-signer.ts';
import { withPatience } from './with-patience.ts';

/** Whoever answers with another address or another key is not the signer that was pinned: everything stops. */
export function haltOnMismatch({ halt }: Pick<SigningParts, 'halt'>, result: Result<unknown>): void {
  if (result.ok || result.error.code !== 'signature-mismatch') return;
  halt.engage({
    source: 'automatic',
    code: 'signer-changed',
    text: `The signer is not the pinned one: ${result.error.what}.`,
  });
}

/** The active signer's address, asked now; with `show` on its own screen, where the person confirms it, which is kept with its date. */
export async function signerAddress(
  parts: SigningParts,
  active: ActiveSigner,
  show: boolean,
  actor: string,
): Promise<Result<{ address: string; verifiedAtMs: number | null }>> {
  const desk = active.desk();
  if (!desk.ok) return desk;
  const { signer } = desk.value;
  const asked = await withPatience(parts.clock, (signal) => desk.value.address({ show }, signal));
  active.tell();
  haltOnMismatch(parts, asked);
  if (!show || !signer.capabilities().hasScreen) {
    return asked.ok ? ok({ address: asked.value, verifiedAtMs: parts.choices.get()?.verifiedAtMs ?? null }) : asked;
  }
  await parts.record.after({
    eventType: 'signer-address',
    level: asked.ok ? 'info' : 'warn',
    status: asked.ok ? 'ok' : 'failed',
    actor,
    subject: signer.kind,
    body: asked.ok ? { address: asked.value } : { error: asked.error.code },
  });
  if (!asked.ok) return asked;
  const verifiedAtMs = parts.clock.nowMs();
  const kept = active.keepDate({ verifiedAtMs });
  return kept.ok ? ok({ address: asked.value, verifiedAtMs }) : kept;
}

/**
 * Has the active signer sign a text that is made here and can never be a transaction, halted or not; one that signs no texts is asked for
 * its address. `text` is null then.
 */
export async function testSigner(
  parts: SigningParts,
  active: ActiveSigner,
  actor: string,
): Promise<Result<{ address: string; text: string | null; testedAtMs: number }>> {
  const { clock, ids, record } = parts;
  const found = active.desk();
  if (!found.ok) return found;
  const desk = found.value;
  const { pinned, signer } = desk;
  // A service tells what it can only by its protocol, which may not be known before it was asked; its address signs nothing.
  const answered: Result<unknown> = signer.capabilities().signsTexts
    ? ok(pinned)
    : await withPatience(clock, (signal) => desk.address({ show: false }, signal));
  const text =
    answered.ok && signer.capabilities().signsTexts
      ? `${testTextPrefix}${ids.next()} at ${new Date(clock.nowMs()).toISOString()}`
      : null;
  const about = { eventType: 'sign', actor, subject: 'signer-test' } as const;
  const asked = { ...about, level: 'info', status: 'requested', body: { signer: signer.kind, text } } as const;
  const row = await record.before(asked);
  if (!row.ok) return row;
  const tested =
    text === null
      ? answered
      : await withPatience(clock, (signal) => desk.testSignature(text, { signal, progress: active.tell }));
  haltOnMismatch(parts, tested);
  const shown = { clear_signed: tested.ok && text !== null && signer.capabilities().hasScreen ? true : null };
  await record.after({
    ...about,
    level: tested.ok ? 'info' : 'warn',
    status: tested.ok ? 'ok' : 'failed',
    body: tested.ok ? { address: pinned, ...shown } : { error: tested.error.code, ...shown },
  });
  if (!tested.ok) {
    active.tell();
    return tested;
  }
  const testedAtMs = clock.nowMs();
  const kept = active.keepDate({ testedAtMs });
  return kept.ok ? ok({ address: pinned, text, testedAtMs }) : kept;
}
