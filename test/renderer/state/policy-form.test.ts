import { describe, expect, it } from 'vitest';
import type { PolicyDocument } from '../../../core/contract/shapes.ts';
import { decimal } from '../../../core/domain/money.ts';
import { acceleratorOf } from '../../../renderer/state/accelerator.ts';
import { formOf, readPolicyForm } from '../../../renderer/state/policy-form.ts';
import { readSandbox, sandboxExamples } from '../../../renderer/state/sandbox.ts';

const document: PolicyDocument = {
  version: 1,
  allowExchanges: ['practice'],
  allowSymbols: [],
  approveEach: true,
  maxOrderNotional: { USDT: decimal('1000'), ETH: decimal('0.5') },
  maxDayLoss: { USDT: decimal('200') },
  maxOrdersPerMinute: 0,
  priceBandPercent: decimal('5'),
  triggers: { refusedSubmits: 7, venueErrors: 3, venueLatencyMs: 2000, venueSkewMs: 500, staleVenueSeconds: 60 },
};

describe('the form of the policy document', () => {
  it('shows a document and reads back the same one', () => {
    expect(readPolicyForm(formOf(document))).toEqual({ document });
    expect(readPolicyForm(formOf({ version: 1 }))).toEqual({ document: { version: 1 } });
  });

  it('tells an empty list, which allows nothing, from none, which allows everything', () => {
    expect(formOf(document)).toMatchObject({ allowSymbols: 'none', allowMarketTypes: '' });
  });

  it('reads amounts with their asset, in any spacing and case', () => {
    const form = { ...formOf({ version: 1 }), maxDayNotional: ' 10 000usdt,0.50 Eth ' };
    expect(readPolicyForm(form)).toEqual({ document: { version: 1, maxDayNotional: { USDT: '10000', ETH: '0.5' } } });
  });

  it.each([
    ['maxOrderNotional', '1000'],
    ['maxOrderNotional', '1 USDT, 2 USDT'],
    ['maxPosition', '-1 BTC'],
    ['maxPosition', '5 1INCH'],
    ['priceBandPercent', '5 %'],
    ['maxOrdersPerMinute', '1.5'],
    ['refusedSubmits', '0'],
  ] as const)('names %s as %s as the field that cannot be read', (field, text) => {
    expect(readPolicyForm({ ...formOf({ version: 1 }), [field]: text })).toMatchObject({
      issues: { [field]: expect.any(String) },
    });
  });
});

describe('the sandbox', () => {
  it('tells an order from a transaction', () => {
    expect(readSandbox(sandboxExamples.order, 'engine')).toMatchObject({ input: { kind: 'order' } });
    expect(readSandbox(sandboxExamples.transaction, 'signer')).toMatchObject({
      input: { kind: 'transaction', layer: 'signer' },
    });
    expect(readSandbox('{', 'engine')).toHaveProperty('problem');
    expect(readSandbox('[]', 'engine')).toHaveProperty('problem');
  });
});

describe('a shortcut as it is pressed', () => {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  it('needs two keys held and one pressed', () => {
    expect(acceleratorOf({ ...none, code: 'KeyH', ctrlKey: true, altKey: true, shiftKey: true })).toBe(
      'CommandOrControl+Alt+Shift+H',
    );
    expect(acceleratorOf({ ...none, code: 'F9', altKey: true, shiftKey: true })).toBe('Alt+Shift+F9');
    expect(acceleratorOf({ ...none, code: 'KeyH', ctrlKey: true })).toBeNull();
    expect(acceleratorOf({ ...none, code: 'ControlLeft', ctrlKey: true, altKey: true })).toBeNull();
  });
});
