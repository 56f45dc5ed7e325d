import { err, ok, type Result } from '../../domain/result.ts';

/** The signer's own limits, read by its own parser. Absent means not set. */
export interface SignerRules {
  readonly isEnabled: boolean;
  readonly chainIds: readonly bigint[] | null;
  /** Lower-case addresses. */
  readonly recipients: readonly string[] | null;
  readonly maxValueWei: bigint | null;
  readonly maxGas: bigint | null;
  readonly maxGasPriceWei: bigint | null;
  readonly maxDataBytes: bigint | null;
  readonly mayNotCreate: boolean;
}

/** The name of the setting that could not be read. */
export interface UnreadableRule {
  readonly name: string;
}

/**
 * Reads the `SIGNER_*` rules out of settings given as text. This is the second layer: it shares nothing with the first one's parser, so
 * that one mistake does not open both.
 */
export function readSignerRules(
  settings: Readonly<Record<string, string | undefined>>,
): Result<SignerRules, UnreadableRule> {
  let unreadable: string | null = null;
  const text = (name: string): string | null => {
    const value = settings[name]?.trim() ?? '';
    return value === '' ? null : value;
  };
  const fail = (name: string): null => {
    unreadable ??= name;
    return null;
  };
  const whole = (name: string): bigint | null => {
    const value = text(name);
    return value === null ? null : (toWhole(value) ?? fail(name));
  };
  const list = <T>(name: string, item: (value: string) => T | null): readonly T[] | null => {
    const value = text(name);
    if (value === null) return null;
    const items = value.split(',').map((part) => item(part.trim()));
    return items.some((found) => found === null) ? fail(name) : (items as readonly T[]);
  };
  const flag = (name: string): boolean | null => {
    const value = text(name)?.toLowerCase();
    if (value === undefined) return null;
    if (['true', '1', 'yes', 'on'].includes(value)) return true;
    return ['false', '0', 'no', 'off'].includes(value) ? false : fail(name);
  };
  const chainIds = list('SIGNER_ALLOWED_CHAIN_IDS', toWhole);
  const recipients = list('SIGNER_ALLOWED_TO_ADDRESSES', toRecipient);
  const maxValueWei = whole('SIGNER_MAX_VALUE_WEI');
  const maxGas = whole('SIGNER_MAX_GAS');
  const maxGasPriceWei = whole('SIGNER_MAX_GAS_PRICE_WEI');
  const maxDataBytes = whole('SIGNER_MAX_DATA_BYTES');
  const mayNotCreate = flag('SIGNER_DISALLOW_CONTRACT_CREATION') ?? false;
  const switched = flag('SIGNER_POLICY_ENABLED');
  const hasRules =
    mayNotCreate ||
    [chainIds, recipients, maxValueWei, maxGas, maxGasPriceWei, maxDataBytes].some((rule) => rule !== null);
  if (switched === false && hasRules) fail('SIGNER_POLICY_ENABLED');
  if (unreadable !== null) return err({ name: unreadable });
  const isEnabled = switched ?? hasRules;
  return ok({ isEnabled, chainIds, recipients, maxValueWei, maxGas, maxGasPriceWei, maxDataBytes, mayNotCreate });
}

/** A whole number out of decimal or 0x text; null when it is none. */
export function toWhole(text: string): bigint | null {
  if (/^0x[0-9a-fA-F]{1,64}$/.test(text)) return BigInt(text);
  return /^[0-9]{1,78}$/.test(text) ? BigInt(text) : null;
}

/** A recipient in lower case; null when it is no address. */
export function toRecipient(text: string): string | null {
  return /^0x[0-9a-fA-F]{40}$/.test(text) ? text.toLowerCase() : null;
}
