import { describe, expect, it } from 'vitest';
import { address } from '../../core/domain/address.ts';
import type { Limits } from '../../core/policy/limits.ts';
import { rescueWarnings } from '../../core/rescue-warnings.ts';

const rescue = address('0x000000000000000000000000000000000000bEEF');
const all = (limits: Limits, texts: Record<string, string> = {}) => rescueWarnings(limits, texts, 1n, rescue).join(' ');

describe('what would keep a rescue from passing', () => {
  it('is nothing without limits, or with ones that let it pass', () => {
    expect(all({})).toBe('');
    expect(all({ allowChainIds: [1n], maxGas: 100_000n, maxDataBytes: 68n, maxGasPriceWei: 1n })).toBe('');
  });

  it.each<[Limits, string]>([
    [{ allowChainIds: [10n] }, 'list of chains would refuse it'],
    [{ allowToAddresses: [] }, 'list of recipients would refuse it'],
    [{ allowToAddresses: [rescue.toLowerCase()] }, 'would refuse tokens that are not on it'],
    [{ maxValueWei: 0n }, 'largest value of 0'],
    [{ maxValueWei: 5n }, 'lets 5 wei of coins go at once'],
    [{ maxGas: 20_999n }, 'most gas of 20999 would refuse it'],
    [{ maxGas: 21_000n }, 'most gas of 21000 would refuse tokens'],
    [{ maxGasPriceWei: 0n }, 'highest gas price of 0'],
    [{ maxDataBytes: 67n }, 'most calldata would refuse tokens'],
    [{ allowCalls: [] }, 'list of allowed calls'],
    [{ maxFeeWei: 3n }, 'highest fee of 3 wei'],
  ])('is told of the policy: %o', (limits, words) => expect(all(limits)).toContain(words));

  it.each([
    ['SIGNER_ALLOWED_CHAIN_IDS', '10', 'list of chains'],
    ['SIGNER_ALLOWED_TO_ADDRESSES', '0x000000000000000000000000000000000000dEaD', 'list of recipients'],
    ['SIGNER_MAX_VALUE_WEI', '0', 'largest value of 0'],
    ['SIGNER_MAX_GAS', '1', 'most gas of 1'],
    ['SIGNER_MAX_GAS_PRICE_WEI', '0', 'highest gas price'],
    ['SIGNER_MAX_DATA_BYTES', '4', 'most calldata'],
    ['SIGNER_MAX_GAS', 'many', 'cannot be read'],
  ])('is told of the signer: %s=%s', (name, value, words) => expect(all({}, { [name]: value })).toContain(words));

  it('is not told of a signer whose rules are switched off', () => {
    expect(all({}, { SIGNER_POLICY_ENABLED: 'false' })).toBe('');
  });
});
