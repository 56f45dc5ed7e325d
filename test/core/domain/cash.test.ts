import { expect, it } from 'vitest';
import { isCash } from '../../../core/domain/cash.ts';

it.each(['USD', 'EUR', 'usd', 'USDT', 'USDC', 'DAI', 'EURC'])('%s is money', (asset) => {
  expect(isCash(asset)).toBe(true);
});

it.each(['BTC', 'ETH', 'BNB', 'XAU', 'USDX', '', 'constructor'])('%j is none', (asset) => {
  expect(isCash(asset)).toBe(false);
});
