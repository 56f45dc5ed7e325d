import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Order } from '../../core/contract/shapes.ts';
import { decimal } from '../../core/domain/money.ts';
import { outcomeSentence, remainingAmount, wholeAmount } from '../../renderer/state/order-words.ts';

const renderer = fileURLToPath(new URL('../../renderer/', import.meta.url));
/** A name of a venue's set into a sentence or between tags as it is. An attribute is no sentence, but for a label. */
const bare =
  /\$\{(?:\w+\.)+(?:symbol|base|quote|asset)\}|(?<![=$])\{(?:\w+\.)+(?:symbol|base|quote|asset)\}|cell: \(\w+\) => \w+\.(?:symbol|asset)\b|(?<!shownText\()\b\w+\.symbol\.split/;

const hostile = '<b>BTC\u202e\u200b/USDT\u2066' as Order['symbol'];
const order: Order = {
  orderId: 'o',
  clientOrderId: 'c',
  venueOrderId: 'v',
  exchange: 'practice',
  symbol: hostile,
  side: 'buy',
  type: 'limit',
  timeInForce: 'gtc',
  amount: decimal('1'),
  quoteAmount: null,
  price: decimal('2'),
  stopPrice: null,
  filled: decimal('0'),
  remaining: decimal('1'),
  averagePrice: null,
  status: 'open',
  createdAtMs: 0,
  updatedAtMs: 0,
  reason: null,
  replaces: null,
};

describe('a name that a venue gave', () => {
  it('is spelled out in every sentence about an order', () => {
    for (const text of [outcomeSentence(order), wholeAmount(order), remainingAmount(order)]) {
      expect(text).toContain('⟨U+202E⟩');
      expect(text).not.toMatch(/[\u202e\u200b\u2066]/);
    }
  });

  it('is set into no sentence, cell or label of a screen without being escaped', () => {
    const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
    expect(files.length).toBeGreaterThan(60);
    const found = files.flatMap((file) =>
      readFileSync(join(renderer, file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          bare.test(line) && !line.includes('key=') ? [`${file}:${index + 1} ${line.trim()}`] : [],
        ),
    );
    expect(found).toEqual([]);
  });
});
