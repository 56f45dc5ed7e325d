import { expect } from 'vitest';
import type { Procedure } from '../../../core/contract/shapes.ts';
import type { KeyLabel, KilledExchange } from './killed-exchange.ts';
import type { RealConsole } from './real-console.ts';

/** A console asks an exchange of its keys twelve times in a minute, and no more: what it said last is then told if it was never right. */
const fewReadings = { interval: 3_000, timeout: 30_000 };

/**
 * What must hold of the keys of an exchange whenever the console has started again, in a rotation as in an emergency. Exactly one is in
 * use, and it works, unless it was revoked before there is another; the old one is wiped at the last step at the earliest. What may not be
 * is asked for, too: the old key wiped while it is needed, or used again once it was seen revoked after `revokedBy`, and the new one used
 * before it was tried. Nothing is ever placed or cancelled. Throws.
 */
export async function checkKeys(
  keys: KilledExchange,
  console: RealConsole,
  { currentStepId, steps }: Procedure,
  revokedBy: 'old-dead' | 'revoke',
): Promise<void> {
  const at = (stepId: string): number => steps.findIndex((step) => step.stepId === stepId);
  const place = currentStepId === null ? steps.length : at(currentStepId);
  const rows = await keys.rows(console);
  const inUse = rows.filter(({ state }) => state === 'active');
  expect(inUse).toHaveLength(1);
  const label: KeyLabel = inUse[0]?.label === 'New' ? 'New' : 'Old';
  if (place !== at('switch')) expect(label).toBe(place < at('switch') ? 'Old' : 'New');
  if (label === 'New' || place < at('revoke')) expect(keys.isTaken(label)).toBe(true);
  // The exchange itself says whether it works. What it was asked at the start of this console may have had no answer yet.
  const credentialId = await keys.idOf(console, label);
  await expect
    .poll(() => console.get('exchangeKeys.readPassport', { credentialId }), fewReadings)
    .toMatchObject(keys.isTaken(label) ? { state: 'fresh', verdict: 'fit' } : { state: 'failed' });

  const wiped = rows.filter(({ state }) => state === 'retired').map((row) => row.label);
  if (place < at('wipe')) expect(wiped).toEqual([]);
  else if (place > at('wipe')) expect(wiped).toEqual(['Old']);
  else expect(['', 'Old']).toContain(wiped.join());

  const refused = { ok: false, error: { code: 'conflict' } } as const;
  if (place < at('wipe')) {
    const old = { credentialId: await keys.idOf(console, 'Old'), reason: 'compromised' } as const;
    expect(await console.asPerson('exchangeKeys.retire', old)).toMatchObject(refused);
  }
  const isUntried = place <= at('read-test') && rows.some((row) => row.label === 'New');
  if (isUntried) expect(await keys.use(console, 'New')).toMatchObject(refused);
  const isRevoked = place > at(revokedBy) && place < steps.length;
  if (isRevoked) expect(await keys.use(console, 'Old')).toMatchObject(refused);
  expect(keys.server.mutating()).toBe(0);
}
