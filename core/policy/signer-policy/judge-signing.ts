import { type SignerRules, toRecipient, toWhole } from './signer-rules.ts';

/** The fields of a transaction as the signer's layer is given them: text, or null where they were not said. */
export interface SigningFields {
  readonly chainId: string | null;
  readonly to: string | null;
  readonly value: string | null;
  readonly gas: string | null;
  readonly gasPrice: string | null;
  readonly maxFeePerGas: string | null;
  readonly data: string | null;
}

/** What one of the signer's rules said. */
export interface SignerWord {
  readonly rule: string;
  readonly isAllowed: boolean;
  readonly code: string | null;
  readonly message: string;
}

/**
 * The second layer's judgement, rule by rule in its own order: creation, chain, recipient, value, gas, gas price, data. What is not said
 * or cannot be read is not within a limit. Without any rule, or switched off, it says nothing and what it guards must not be live.
 */
export function judgeSigning(fields: SigningFields, rules: SignerRules): readonly SignerWord[] {
  if (!rules.isEnabled) return [word('signer-policy', true, null, 'The signer has no rules of its own.')];
  const recipient = fields.to === null || fields.to.trim() === '' ? null : toRecipient(fields.to.trim());
  const isCreation = fields.to === null || fields.to.trim() === '';
  const words: SignerWord[] = [];
  const check = (rule: string, isSet: boolean, isWithin: boolean, code: string, what: string): void => {
    if (isSet)
      words.push(
        word(
          rule,
          isWithin,
          isWithin ? null : code,
          isWithin ? `${what} is within the signer's rule.` : `${what} is not within the signer's rule.`,
        ),
      );
  };
  const chainId = read(fields.chainId);
  check(
    'signer-contract-creation',
    rules.mayNotCreate,
    !isCreation,
    'contract_creation_not_allowed',
    'Creating a contract',
  );
  check(
    'signer-chain-id',
    rules.chainIds !== null,
    chainId !== null && (rules.chainIds ?? []).includes(chainId),
    'chain_id_not_allowed',
    'The chain',
  );
  check(
    'signer-to',
    rules.recipients !== null,
    recipient !== null && (rules.recipients ?? []).includes(recipient),
    'to_not_allowed',
    'The recipient',
  );
  check(
    'signer-value',
    rules.maxValueWei !== null,
    within(read(fields.value), rules.maxValueWei),
    'value_too_large',
    'The value',
  );
  check('signer-gas', rules.maxGas !== null, within(read(fields.gas), rules.maxGas), 'gas_too_large', 'The gas');
  check(
    'signer-gas-price',
    rules.maxGasPriceWei !== null,
    within(highestPrice(fields), rules.maxGasPriceWei),
    'gas_price_too_large',
    'The gas price',
  );
  check(
    'signer-data',
    rules.maxDataBytes !== null,
    within(bytesOf(fields.data), rules.maxDataBytes),
    'data_too_large',
    'The calldata',
  );
  return words.length === 0
    ? [word('signer-policy', true, null, 'The signer is told to judge but has no rules.')]
    : words;
}

function word(rule: string, isAllowed: boolean, code: string | null, message: string): SignerWord {
  return { rule, isAllowed, code, message };
}

function read(text: string | null): bigint | null {
  return text === null ? null : toWhole(text.trim());
}

function within(value: bigint | null, limit: bigint | null): boolean {
  return value !== null && limit !== null && value <= limit;
}

/** The most that can be paid for a unit of gas; null when a price that is said cannot be read, or none is said. */
function highestPrice({ gasPrice, maxFeePerGas }: SigningFields): bigint | null {
  const prices = [gasPrice, maxFeePerGas].filter((price) => price !== null).map(read);
  let highest: bigint | null = null;
  for (const price of prices) {
    if (price === null) return null;
    if (highest === null || price > highest) highest = price;
  }
  return highest;
}

function bytesOf(data: string | null): bigint | null {
  const text = data?.trim() ?? '0x';
  return /^0x([0-9a-fA-F]{2})*$/.test(text) ? BigInt((text.length - 2) / 2) : null;
}
