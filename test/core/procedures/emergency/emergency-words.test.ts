import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Emergency } from '../../../../core/procedures/emergency/emergency.ts';
import type { EmergencyPorts } from '../../../../core/procedures/emergency/emergency-ports.ts';
import { rescueWords, revokeWords } from '../../../../core/procedures/emergency/emergency-words.ts';
import { newSignerStep } from '../../../../core/procedures/emergency/new-signer-step.ts';

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

const keystore = { key: null, target: { kind: 'keystore-password' } } as Emergency;
const screen = (path: string) =>
  readFileSync(new URL(`../../../../renderer/screens/${path}.tsx`, import.meta.url), 'utf8');

it('how an allowance is taken back is said: what passes the halt here, and what is done elsewhere', () => {
  const words = revokeWords(keystore);
  expect(words).toContain('with Revoke under Allowances on the Transactions screen');
  expect(words).toContain('another wallet that holds this key');
  expect(words).toContain('a revoke service');
  expect(words).not.toContain('Nothing is signed here');
  expect(screen('transactions/transactions-screen')).toContain('Allowances');
  expect(screen('transactions/allowance-list')).toMatch(/>\s*Revoke\s*</);
});

it('another signer is chosen by controls that the Signers screen has', () => {
  const words = newSignerStep({} as EmergencyPorts).instruction(keystore);
  const screens = ['keystore-actions', 'choose-signer', 'ledger-addresses'].map((name) => screen(`signers/${name}`));
  for (const control of [
    'Make another key…',
    'Import another…',
    'Its address, if you know it',
    'Pin its address anew…',
    'List addresses',
  ]) {
    expect(words).toContain(control);
    expect(screens.join('\n')).toContain(`'${control}'`);
  }
});
