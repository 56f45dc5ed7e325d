import type { Address } from './domain/address.ts';
import type { Limits } from './policy/limits.ts';
import { readSignerRules } from './policy/signer-policy/signer-rules.ts';

/** Bytes and gas of a token's transfer, and the gas of one of coins: the least that a rescue needs. */
const tokenTransfer = { bytes: 68n, gas: 40_000n };
const coinTransferGas = 21_000n;

/** Limits as both layers have them, for this one question. */
interface Bounds {
  readonly whose: string;
  readonly chainIds?: readonly bigint[] | undefined;
  readonly recipients?: readonly string[] | undefined;
  readonly maxValueWei?: bigint | undefined;
  readonly maxGas?: bigint | undefined;
  readonly maxGasPriceWei?: bigint | undefined;
  readonly maxDataBytes?: bigint | undefined;
}

/** Which other limits would refuse a transfer to a rescue address, or let only some of it pass, in sentences: a rescue that cannot pass is none. */
export function rescueWarnings(
  limits: Limits,
  policyTexts: Readonly<Record<string, string>>,
  chainId: bigint,
  address: Address,
): readonly string[] {
  const engine = warningsOf(
    { ...limits, whose: 'The policy', chainIds: limits.allowChainIds, recipients: limits.allowToAddresses },
    chainId,
    address,
  );
  const ofDocument = [
    ...(limits.allowCalls === undefined
      ? []
      : ["The policy's list of allowed calls would refuse tokens whose transfer to it is not listed."]),
    ...(limits.maxFeeWei === undefined
      ? []
      : [`The policy's highest fee of ${limits.maxFeeWei} wei would refuse it when the chain asks more.`]),
  ];
  const signer = readSignerRules(policyTexts);
  if (!signer.ok) return [...engine, ...ofDocument, "The signer's own rules cannot be read, so they refuse it."];
  const { isEnabled, ...rules } = signer.value;
  if (!isEnabled) return [...engine, ...ofDocument];
  const bySigner = {
    whose: 'The signer',
    chainIds: rules.chainIds ?? undefined,
    recipients: rules.recipients ?? undefined,
    maxValueWei: rules.maxValueWei ?? undefined,
    maxGas: rules.maxGas ?? undefined,
    maxGasPriceWei: rules.maxGasPriceWei ?? undefined,
    maxDataBytes: rules.maxDataBytes ?? undefined,
  };
  return [...engine, ...ofDocument, ...warningsOf(bySigner, chainId, address)];
}

function warningsOf(bounds: Bounds, chainId: bigint, address: Address): readonly string[] {
  const { chainIds, maxDataBytes, maxGas, maxGasPriceWei, maxValueWei, recipients, whose } = bounds;
  const warnings: string[] = [];
  const warn = (isSo: boolean, what: string): void => {
    if (isSo) warnings.push(`${whose}'s ${what}.`);
  };
  warn(chainIds !== undefined && !chainIds.includes(chainId), 'list of chains would refuse it');
  warn(recipients !== undefined && !recipients.includes(address.toLowerCase()), 'list of recipients would refuse it');
  warn(recipients !== undefined, 'list of recipients would refuse tokens that are not on it');
  warn(maxValueWei === 0n, 'largest value of 0 would refuse coins');
  warn(maxValueWei !== undefined && maxValueWei > 0n, `largest value lets ${maxValueWei} wei of coins go at once`);
  warn(maxGas !== undefined && maxGas < coinTransferGas, `most gas of ${maxGas} would refuse it`);
  const isScarce = maxGas !== undefined && maxGas >= coinTransferGas && maxGas < tokenTransfer.gas;
  warn(isScarce, `most gas of ${maxGas} would refuse tokens`);
  warn(maxGasPriceWei === 0n, 'highest gas price of 0 would refuse it');
  warn(maxDataBytes !== undefined && maxDataBytes < tokenTransfer.bytes, 'most calldata would refuse tokens');
  return warnings;
}
