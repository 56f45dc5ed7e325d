import { split } from 'shamir-secret-sharing';
import { keyBytes } from '../../custody/seal.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Clock, Ids } from '../../ports.ts';
import { bundleText, sealBundle } from './bundle.ts';
import type { RecoveryProblem } from './problem.ts';
import { mostShares, type ShareSet, setName, shareText } from './share.ts';
import type { RecoverySubject } from './subject.ts';

/** A new set: the text of its bundle, which may be stored, and those of its shares, each for one custodian and for no file. */
export interface SplitRecovery {
  readonly set: ShareSet;
  readonly bundle: string;
  readonly shares: readonly string[];
}

/**
 * Seals `content` under a random key of 32 bytes and splits that key: any `threshold` of `count` shares give it back, fewer say nothing of
 * it. Only the key is split: wrong shares give a wrong key without any error, which the bundle's seal then tells. The library draws its
 * own randomness, from the operating system. The key is overwritten; `content` is the caller's. `bad-numbers`.
 */
export async function splitRecovery(
  content: Uint8Array,
  asked: { readonly subject: RecoverySubject; readonly threshold: number; readonly count: number },
  { clock, ids }: { readonly clock: Pick<Clock, 'nowMs'>; readonly ids: Ids },
): Promise<Result<SplitRecovery, RecoveryProblem>> {
  const { count, subject, threshold } = asked;
  if (
    !Number.isInteger(count) ||
    !Number.isInteger(threshold) ||
    threshold < 2 ||
    threshold > count ||
    count > mostShares
  ) {
    const why = `Two or more shares must be needed, no more than there are, and there can be ${mostShares}.`;
    return err({ code: 'bad-numbers', why });
  }
  const set: ShareSet = { set: setName(ids.bytes(5)), threshold, count, subject };
  const key = ids.bytes(keyBytes);
  const bundle = bundleText(sealBundle(set, content, key, { ids, madeAtMs: clock.nowMs() }));
  const parts = await split(key, count, threshold);
  key.fill(0);
  const shares = parts.map((part, at) => shareText({ ...set, index: at + 1, part }));
  for (const part of parts) part.fill(0);
  return ok({ set, bundle, shares });
}
