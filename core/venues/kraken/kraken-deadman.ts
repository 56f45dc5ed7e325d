import { err, ok } from '../../domain/result.ts';
import { malformed, readAnswer } from '../read-answer.ts';
import type { Deadman } from '../venue.ts';
import { Switched } from './kraken-answers.ts';
import type { KrakenDeps } from './kraken-deps.ts';

/** Kraken takes less than a day. https://docs.kraken.com/api-reference/trading/cancel-all-orders-after-x */
const longestSec = 86_399;

/**
 * Kraken's dead man's switch: it cancels every open order of the whole account, also those placed by hand or by other programs. Kraken
 * counts from when a beat reaches it; we count from when it was sent, so that our end is never the later one.
 */
export function createKrakenDeadman({ client, clock, exchange }: Omit<KrakenDeps, 'names'>): Deadman {
  const set = (timeout: number) =>
    readAnswer(exchange, 'CancelAllOrdersAfter', Switched, () => client.cancelAllAfter({ timeout }));
  return {
    async beat(timeoutSec) {
      if (!Number.isSafeInteger(timeoutSec) || timeoutSec < 1 || timeoutSec > longestSec) {
        const issues = [{ path: 'timeoutSec', problem: 'is not between 1 and 86399 seconds' }];
        return err({ code: 'invalid-input', retry: 'never', issues });
      }
      const sentAtMs = clock.nowMs();
      const answer = await set(timeoutSec);
      if (!answer.ok) return answer;
      const { currentTime, triggerTime } = answer.value.result;
      const untilMs = sentAtMs + Date.parse(triggerTime) - Date.parse(currentTime);
      // Both times are whole seconds of Kraken's; a switch that is off, or set otherwise, is none.
      const isAsAsked = triggerTime !== '0' && Math.abs(untilMs - sentAtMs - timeoutSec * 1_000) <= 1_000;
      return isAsAsked ? ok({ untilMs }) : malformed(exchange, 'CancelAllOrdersAfter');
    },
    async disarm() {
      const answer = await set(0);
      if (!answer.ok) return answer;
      return answer.value.result.triggerTime === '0' ? ok(undefined) : malformed(exchange, 'CancelAllOrdersAfter');
    },
  };
}
