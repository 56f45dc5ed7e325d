import type { Address } from './domain/address.ts';
import type { Limits } from './policy/limits.ts';
import { readSignerRules } from './policy/signer-policy/signer-rules.ts';

/** Which other limits would refuse a transfer to a rescue address, in sentences: a rescue that cannot pass is none. */
export function rescueWarnings(
  limits: Limits,
  policyTexts: Readonly<Record<string, string>>,
  chainId: bigint,
  address: Address,
): readonly string[] {
  const lower = address.toLowerCase();
  const warnings: string[] = [];
  const warn = (isRefused: boolean, what: string): void => {
    if (isRefused) warnings.push(`${what} would refuse it.`);
  };
  const { allowChainIds, allowToAddresses, maxValueWei } = limits;
  warn(allowChainIds !== undefined && !allowChainIds.includes(chainId), "The policy's list of chains");
  warn(allowToAddresses !== undefined && !allowToAddresses.includes(lower), "The policy's list of recipients");
  warn(maxValueWei === 0n, "The policy's largest value of 0");
  const signer = readSignerRules(policyTexts);
  if (!signer.ok) return [...warnings, "The signer's own rules cannot be read, so they refuse it."];
  const { chainIds, isEnabled, maxValueWei: signerMost, recipients } = signer.value;
  if (!isEnabled) return warnings;
  warn(chainIds !== null && !chainIds.includes(chainId), "The signer's list of chains");
  warn(recipients !== null && !recipients.includes(lower), "The signer's list of recipients");
  warn(signerMost === 0n, "The signer's largest value of 0");
  return warnings;
}
