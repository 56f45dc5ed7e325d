import { describe, expect, it } from 'vitest';
import { binanceInspectorEgress } from '../../../core/venues/binance/binance-egress.ts';
import { readBinanceRefusal } from '../../../core/venues/binance/binance-refusal.ts';
import { AnswerTooLong } from '../../../core/venues/failures.ts';
import { guardedFetch, marketsMostBytes, usualMostBytes } from '../../../core/venues/guarded-fetch.ts';

const part = new Uint8Array(64 * 1024).fill(0x20);

/** Asks for `path` where the answer goes on for ever, and tells how much of it was taken. */
async function askEndless(path: string): Promise<{ readonly cause: unknown; readonly taken: number }> {
  let taken = 0;
  let isCanceled = false;
  const fetch = guardedFetch({
    allowed: binanceInspectorEgress,
    isOpen: () => true,
    left: () => undefined,
    secrets: [],
    readRefusal: readBinanceRefusal,
    transport: async () =>
      new Response(
        new ReadableStream({
          pull(stream) {
            taken += part.byteLength;
            stream.enqueue(part);
          },
          cancel() {
            isCanceled = true;
          },
        }),
      ),
  });
  const cause = await fetch(`https://api.binance.com${path}`).catch((thrown: unknown) => thrown);
  expect(isCanceled).toBe(true);
  return { cause, taken };
}

describe('an answer that does not end', () => {
  it.each([
    ['/api/v3/openOrders', usualMostBytes],
    ['/api/v3/exchangeInfo', marketsMostBytes],
  ])('of %s is refused while it is read, at %i bytes', async (path, mostBytes) => {
    const { cause, taken } = await askEndless(path);
    expect(cause).toBeInstanceOf(AnswerTooLong);
    expect(taken).toBeLessThanOrEqual(mostBytes + 4 * part.byteLength);
  });

  it('is read to its last character where it is not too long, whatever the parts are cut at', async () => {
    const text = JSON.stringify({ code: 'ü€𝄞'.repeat(1_000) });
    const bytes = new TextEncoder().encode(text);
    const fetch = guardedFetch({
      allowed: binanceInspectorEgress,
      isOpen: () => true,
      left: () => undefined,
      secrets: [],
      readRefusal: readBinanceRefusal,
      transport: async () =>
        new Response(
          new ReadableStream({
            start(stream) {
              for (let at = 0; at < bytes.length; at += 7) stream.enqueue(bytes.subarray(at, at + 7));
              stream.close();
            },
          }),
        ),
    });
    expect(await (await fetch('https://api.binance.com/api/v3/depth')).text()).toBe(text);
  });
});
