import { decimal } from './domain/money.ts';
import type { Limits } from './policy/limits.ts';
import type { Settings } from './settings/settings.ts';

/**
 * The engine's limits out of parsed settings. An approval mode that was given but cannot be read counts as the stricter one: it may have
 * asked for approvals.
 */
export function limitsOfSettings({ values, problems }: Settings): Limits {
  const lower = (addresses: readonly string[] | undefined) => addresses?.map((address) => address.toLowerCase());
  const isModeUnreadable = problems.some(({ name }) => name === 'EXECUTION_APPROVAL_MODE');
  return {
    allowExchanges: values.ALLOW_EXCHANGES,
    allowSymbols: values.ALLOW_CEX_SYMBOLS,
    allowMarketTypes: values.ALLOW_CEX_MARKET_TYPES,
    maxOrderAmount: values.MAX_CEX_ORDER_AMOUNT === undefined ? undefined : decimal(values.MAX_CEX_ORDER_AMOUNT),
    approveEach: values.EXECUTION_APPROVAL_MODE === 'approve_each' || isModeUnreadable,
    allowSignerAddresses: lower(values.ALLOW_SIGNER_ADDRESSES),
    allowChainIds: values.ALLOW_SIGN_CHAIN_IDS,
    allowToAddresses: lower(values.ALLOW_SIGN_TO_ADDRESSES),
    maxValueWei: values.MAX_SIGN_VALUE_WEI,
    maxGas: values.MAX_SIGN_GAS,
    maxGasPriceWei: values.MAX_SIGN_GAS_PRICE_WEI,
    maxDataBytes: values.MAX_SIGN_DATA_BYTES,
    disallowContractCreation: values.DISALLOW_SIGN_CONTRACT_CREATION,
  };
}
