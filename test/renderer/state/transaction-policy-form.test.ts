import { describe, expect, it } from 'vitest';
import { PolicyDocument } from '../../../core/contract/schemas/policy.ts';
import { formOf, readPolicyForm } from '../../../renderer/state/policy-form.ts';

const token = `0x${'a0'.repeat(20)}`;
const recipient = `0x${'b0'.repeat(20)}`;
/** Rules that the form has a field for, and some that it has none for. */
const document = PolicyDocument.parse({
  version: 1,
  transactions: {
    ...{ allowChainIds: [1, 8453], allowToAddresses: [recipient], maxValueWei: '500000000000000000', maxGas: '21000' },
    ...{ maxGasPriceWei: '20500000000', maxHourSpend: { [`1:${token}`]: '2500000' }, coolingOffHours: 24 },
    ...{ maxDaySpend: { '1:native': '2000000000000000000' }, disallowContractCreation: true, maxDataBytes: 4096 },
  },
});

describe('the rules of transactions in the form of the policy', () => {
  it('are shown in coins and gwei, and read back as the same ones, those without a field among them', () => {
    const form = formOf(document);
    expect(form).toMatchObject({ chains: '1, 8453', value: '0.5', gas: '21000', gasPrice: '20.5', coolingOff: '24' });
    expect([form.daySpend, form.hourSpend]).toEqual(['2 1:native', `2500000 1:${token}`]);
    expect(readPolicyForm(form)).toEqual({ document });
  });

  it('stay as they are where something else is changed', () => {
    const changed = readPolicyForm({ ...formOf(document), maxOrdersPerMinute: '5' });
    expect(changed).toEqual({ document: { ...document, maxOrdersPerMinute: 5 } });
  });

  it('are no rule where the field is empty, and nothing at all where none is left', () => {
    const emptied = readPolicyForm({ ...formOf(document), value: ' ' });
    expect('document' in emptied && Object.keys(emptied.document.transactions ?? {})).not.toContain('maxValueWei');
    expect(readPolicyForm(formOf({ version: 1 }))).toEqual({ document: { version: 1 } });
  });

  it('tell an empty list, which lets nothing pass, from none', () => {
    expect(readPolicyForm({ ...formOf({ version: 1 }), chains: 'none' })).toEqual({
      document: { version: 1, transactions: { allowChainIds: [] } },
    });
  });

  it.each([
    ['chains', '1, mainnet'],
    ['recipients', '0x1234'],
    ['value', '-1'],
    ['value', '0.0000000000000000001'],
    ['gas', '21k'],
    ['gasPrice', 'much'],
    ['hourSpend', '1 ETH'],
    ['hourSpend', `0.5 1:${token}`],
    ['daySpend', '1 1:native, 2 1:native'],
    ['coolingOff', '1.5'],
  ] as const)('name %s as %s as the field that cannot be read', (field, text) => {
    expect(readPolicyForm({ ...formOf({ version: 1 }), [field]: text })).toMatchObject({
      issues: { [field]: expect.any(String) },
    });
  });
});
