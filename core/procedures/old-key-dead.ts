import type { Result } from '../domain/result.ts';
import type { KeyRotation } from './key-rotation.ts';
import type { KeyRotationPorts } from './key-rotation-ports.ts';
import { done, notYet, type Said, type Tried } from './step.ts';

/** How long to wait after each refusal that can mean something else. */
const waitsMs = [60_000, 600_000] as const;

/**
 * Whether the exchange takes the old key no more. Proved where the old key worked from this computer before, the new one works now, and
 * the old one is refused with a code that means that it does not exist. Any other refusal is weak: it must come three times, the second
 * a minute and the third ten minutes after the one before. The person's word ends it too, but for a key that still works.
 */
export async function tryOldKey(
  ports: KeyRotationPorts,
  facts: KeyRotation,
  { word }: Said,
): Promise<Result<Tried<KeyRotation>>> {
  if (facts.place !== 'vault') {
    return word === null
      ? notYet(facts, 'The old key is not here any more, so only you can know that it was revoked.')
      : done({ ...facts, death: 'said' }, 'said', `You said: ${word}`);
  }
  const old = await ports.probe(facts.oldCredentialId);
  if (old.answer === 'works') {
    return notYet({ ...facts, refusals: 0, death: 'unproved' }, 'The old key still works. Revoke it at the exchange.');
  }
  if (word !== null) return done({ ...facts, death: 'said' }, 'said', `You said: ${word} (${old.text})`);
  if (old.answer === 'unclear') return notYet(facts, `The exchange said nothing of the old key: ${old.text}`);
  const fresh = await ports.probe(facts.newCredentialId ?? '');
  if (fresh.answer !== 'works') {
    return notYet(facts, `The new key does not work now, so that the old one fails proves nothing: ${fresh.text}`);
  }
  if (old.answer === 'gone' && facts.oldWorked) {
    const text = `The old key worked before and is gone now, while the new one works: ${old.text}`;
    return done({ ...facts, death: 'proved' }, 'proved', text);
  }
  const refusals = facts.refusals + 1;
  const next: KeyRotation = { ...facts, refusals, death: 'weak' };
  const text = `The old key is refused, which can mean something else than that it was revoked: ${old.text}`;
  const waitMs = waitsMs[refusals - 1];
  if (waitMs === undefined) return done(next, 'weak', `${text} It was refused three times over eleven minutes.`);
  const againAtMs = ports.clock.nowMs() + waitMs;
  return { ok: true, value: { isDone: false, found: [{ strength: 'weak', text }], facts: next, againAtMs } };
}
