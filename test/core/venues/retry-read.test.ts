import { describe, expect, it } from 'vitest';
import { EgressDenied, MissingKey, NoAnswer, type RefusalClass, VenueRefusal } from '../../../core/venues/failures.ts';
import { retryingRead } from '../../../core/venues/retry-read.ts';
import { manualClock } from '../../manual-clock.ts';

const refusal = (status: number, meaning: RefusalClass) =>
  new VenueRefusal({ status, venueCode: null, class: meaning, reason: 'no', retryAfterMs: null });

/** How often a read was asked when it always fails with `cause`. */
async function timesAsked(cause: unknown, waitMs: number | undefined = 250): Promise<number> {
  const clock = manualClock();
  let asked = 0;
  const read = retryingRead(
    clock,
    waitMs,
  )(async () => {
    asked += 1;
    throw cause;
  });
  const outcome = expect(read()).rejects.toBe(cause);
  for (let turn = 0; turn < 20; turn += 1) {
    await Promise.resolve();
    clock.wind(1_000);
  }
  await outcome;
  return asked;
}

describe('a read that fails', () => {
  it.each([
    ['no connection was made', new NoAnswer('no', 'the connection failed (ECONNREFUSED)')],
    ['the connection broke', new NoAnswer('maybe', 'the connection failed (ECONNRESET)')],
    ['the venue stumbled', refusal(500, 'unsure')],
    ['the venue is not there', refusal(503, 'unsure')],
  ])('is asked once more, and not again, where %s', async (_title, cause) => {
    expect(await timesAsked(cause)).toBe(2);
  });

  it.each([
    ['it took too long', new NoAnswer('maybe', 'it did not answer in time', true)],
    ['there were too many', refusal(429, 'rate')],
    ['there were too many by its 5xx', refusal(503, 'rate')],
    ['the key is gone', refusal(401, 'key-gone')],
    ['it never left', new EgressDenied('GET', '/x')],
    ['there is no key', new MissingKey()],
    ['something else is wrong', new TypeError('x')],
  ])('is not repeated where %s', async (_title, cause) => {
    expect(await timesAsked(cause)).toBe(1);
  });

  it('is not repeated where nobody said how long to wait', async () => {
    const clock = manualClock();
    const cause = refusal(503, 'unsure');
    let asked = 0;
    const read = retryingRead(
      clock,
      undefined,
    )(async () => {
      asked += 1;
      throw cause;
    });
    await expect(read()).rejects.toBe(cause);
    expect(asked).toBe(1);
  });

  it('waits before it is asked again, and is asked with the same parameters', async () => {
    const clock = manualClock();
    const seen: string[] = [];
    const read = retryingRead(
      clock,
      250,
    )(async (name: string) => {
      seen.push(name);
      if (seen.length === 1) throw refusal(503, 'unsure');
      return 'answered';
    });
    const answer = read('depth');
    await Promise.resolve();
    clock.wind(249);
    await Promise.resolve();
    expect(seen).toEqual(['depth']);
    clock.wind(1);
    expect(await answer).toBe('answered');
    expect(seen).toEqual(['depth', 'depth']);
  });
});
