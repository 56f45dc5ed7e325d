import type { Balance } from '../contract/shapes.ts';
import type { Announcement } from '../contract/topics.ts';
import type { Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';

/** Many fills in a moment lead to one reading of the balances. */
const quietMs = 50;

/** Reads the balances again after changes and announces them. Answers the function that says "they changed". */
export function announceBalances(deps: {
  readonly clock: Clock;
  readonly read: () => Promise<Result<readonly Balance[]>>;
  readonly announce: (announcement: Announcement) => void;
}): () => void {
  let waiting = false;
  async function readNow(): Promise<void> {
    waiting = false;
    const balances = await deps.read();
    if (balances.ok)
      deps.announce({
        topic: 'balances.changed',
        payload: [...balances.value],
      });
  }
  return () => {
    if (waiting) return;
    waiting = true;
    deps.clock.after(quietMs, () => void readNow());
  };
}
