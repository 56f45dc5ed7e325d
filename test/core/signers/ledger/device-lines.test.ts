import { describe, expect, it } from 'vitest';
import type { Address } from '../../../../core/domain/address.ts';
import type { Hex } from '../../../../core/domain/hex.ts';
import { parseUnsigned } from '../../../../core/domain/transaction/serialise.ts';
import { signable } from '../../../../core/domain/transaction/signable.ts';
import { deviceLines } from '../../../../core/signers/ledger/device-lines.ts';
import { tokenDescriptor } from '../../../../core/signers/ledger/token-descriptors.ts';
import { firstAddress, recipient, tokenCall, transfer, unknownToken, usdc } from '../../../ledger/ledger-fixture.ts';
import { recordings } from '../../../ledger/recordings.ts';

const labels = ['From', 'Amount', 'Send', 'Approve', 'To', 'Approve to', 'Network', 'Max fees', 'Tx hash'];

interface Shown {
  readonly isBlind: boolean;
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly value: string }[];
}

/**
 * The review out of recorded screens: a label and the lines behind it that make up its value. Long values go over several screens with
 * (1/2) behind the label. A screen without a label belongs to the frame: the warning, the title, the question at the end.
 */
function readScreens(screens: readonly (readonly string[])[]): Shown {
  const lines: { label: string; value: string }[] = [];
  let title = '';
  let isBlind = false;
  const frame = /^(Reject|Swipe to review|\d of \d|Blind signing required\.)$/;
  for (const screen of screens) {
    if (screen[0] === 'Blind signing ahead') isBlind = true;
    if (screen[0]?.startsWith('Review transaction')) {
      title = screen.filter((line) => !frame.test(line)).join('');
      continue;
    }
    let isValue = false;
    for (const text of screen) {
      const label = text.replace(/ \(\d\/\d\)$/, '').replace('Transaction hash', 'Tx hash');
      const part = /\((\d)\/\d\)$/.exec(text)?.[1];
      if (label === 'Nonce' || frame.test(text)) isValue = false;
      else if (labels.includes(label)) {
        isValue = true;
        if (part === undefined || part === '1') lines.push({ label, value: '' });
      } else if (isValue) {
        const line = lines.at(-1);
        if (line !== undefined) line.value += text;
      }
    }
  }
  return { isBlind, title, lines };
}

const recorded = recordings();
/** Recorded reviews that went to their end, so that all of their screens are there. */
const reviews = (recorded ?? []).flatMap((recording) => {
  const [step] = recording.steps;
  if (recording.steps.length !== 1 || step?.method !== 'signTransaction') return [];
  const [, raw, resolution] = step.args as [string, string, { erc20Tokens: readonly string[] } | null];
  const parsed = parseUnsigned(`0x${raw}` as Hex);
  const isWhole = step.screens.some(([first]) => first === 'Transaction signed' || first === 'Accept risk and ');
  if (!parsed.ok || !isWhole) return [];
  const from = (step.verified?.recoveredSigner ?? firstAddress) as Address;
  const isDescribed = (resolution?.erc20Tokens.length ?? 0) > 0;
  return [{ scenario: recording.scenario, screens: step.screens, asked: signable(parsed.value, from), isDescribed }];
});

describe.runIf(recorded !== null)('what a Ledger will show', () => {
  it.each(reviews.map((review) => [review.scenario, review] as const))(
    'is what a real one showed: %s',
    (_, { screens, asked, isDescribed }) => {
      const { chainId, to } = asked.transaction;
      const descriptor = isDescribed && to !== null ? tokenDescriptor(chainId, to) : null;
      const { isBlind, title, lines } = deviceLines(asked, descriptor);
      expect({ isBlind, title, lines }).toEqual(readScreens(screens));
    },
  );

  it('was compared for transfers, tokens and blind signatures', () => {
    expect(reviews).toHaveLength(45);
    expect(reviews.filter(({ screens }) => readScreens(screens).isBlind)).toHaveLength(8);
  });
});

describe('what a Ledger cannot be given', () => {
  const problem = (changes: Parameters<typeof transfer>[0]) => deviceLines(transfer(changes), null).problem;

  it('is none of the usual transactions', () => {
    expect(problem({})).toBeNull();
    expect(problem({ to: null, data: '0x6001' as Hex })).toBeNull();
    expect(problem({ to: usdc, valueWei: 0n, data: tokenCall('095ea7b3', recipient, 1n) })).toBeNull();
  });

  it('is what it would show wrongly, in part or in a way that is not known', () => {
    const call = tokenCall('a9059cbb', recipient, 1n);
    const dirty = `0xa9059cbb01${call.slice(12)}` as Hex;
    expect(problem({ valueWei: 2n ** 256n - 1n })).toMatch(/amount is longer/);
    expect(problem({ maxFeePerGasWei: 2n ** 200n })).toMatch(/fees are longer/);
    expect(problem({ to: usdc, data: call })).toMatch(/not known/);
    expect(problem({ to: usdc, valueWei: 0n, data: dirty })).toMatch(/not known/);
    expect(problem({ to: usdc, valueWei: 0n, data: `${call}00` as Hex })).toMatch(/not known/);
    expect(problem({ valueWei: 0n, data: '0x22895118' as Hex })).toMatch(/not known/);
    const requests = '0x00000961ef480eb55e80d19ad83579a64c007002' as Address;
    expect(problem({ to: requests, valueWei: 0n, data: '0x01' as Hex })).toMatch(/not known/);
  });

  it('takes the description of no other token or chain', () => {
    const ofUsdc = tokenDescriptor(1n, usdc);
    const call = tokenCall('a9059cbb', recipient, 1n);
    const on = (chainId: bigint, to: Address) =>
      deviceLines(transfer({ chainId, to, valueWei: 0n, data: call }), ofUsdc).isBlind;
    expect([on(1n, usdc), on(10n, usdc), on(1n, unknownToken)]).toEqual([false, true, true]);
  });
});
