import { expect, it } from 'vitest';
import { rescueWords } from '../../../../core/procedures/emergency/emergency-words.ts';

const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

it('which rescue address is set for which chain is said, and from when on it passes', () => {
  const words = rescueWords([
    { chain: 'Base', address, usableFromMs: Date.UTC(2026, 10, 27, 8, 5) },
    { chain: 'Linea', address, usableFromMs: Date.UTC(2026, 10, 28) },
  ]);
  expect(words).toContain(
    `on Base to ${address}, from 2026-11-27 08:05 UTC on; on Linea to ${address}, from 2026-11-28 00:00 UTC on. No other chain has one.`,
  );
});

it('no transfer is promised where no rescue address is set', () => {
  const words = rescueWords([]);
  expect(words).toContain('No rescue address is set for any chain, so no transfer passes while trading is halted');
  expect(words).not.toContain('Transactions screen');
});
