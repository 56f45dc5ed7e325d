import type { TransactionPolicy } from '../../core/contract/shapes.ts';
import { coinDecimals } from '../../core/domain/chains.ts';
import { fromUnits, readDecimal, toUnits } from '../../core/domain/money.ts';
import { typedAmount } from '../format/amount.ts';

/** The rules of transactions as they are typed; an empty field sets no rule of its kind. */
export interface TransactionPolicyForm {
  readonly chains: string;
  readonly recipients: string;
  /** In whole coins. */
  readonly value: string;
  readonly gas: string;
  /** In gwei. */
  readonly gasPrice: string;
  readonly hourSpend: string;
  readonly daySpend: string;
  readonly coolingOff: string;
}

/** What is wrong with a field, in words. */
type Issues = Partial<Record<keyof TransactionPolicyForm, string>>;

const gweiDecimals = 9;
const noneWord = 'none';

/** The form that shows the rules of transactions. */
export function transactionFormOf(policy: TransactionPolicy | undefined): TransactionPolicyForm {
  const list = (names: readonly (string | number)[] | undefined): string =>
    names === undefined ? '' : names.length === 0 ? noneWord : names.join(', ');
  const inUnits = (whole: string | undefined, decimals: number): string =>
    whole === undefined ? '' : fromUnits(BigInt(whole), decimals);
  return {
    chains: list(policy?.allowChainIds),
    recipients: list(policy?.allowToAddresses),
    value: inUnits(policy?.maxValueWei, coinDecimals),
    gas: policy?.maxGas ?? '',
    gasPrice: inUnits(policy?.maxGasPriceWei, gweiDecimals),
    hourSpend: spendsInWords(policy?.maxHourSpend),
    daySpend: spendsInWords(policy?.maxDaySpend),
    coolingOff: policy?.coolingOffHours === undefined ? '' : String(policy.coolingOffHours),
  };
}

/**
 * The rules that a form means, or what is wrong with its fields. What the form has no field for stays as `kept` has it; undefined where no
 * rule is left.
 */
export function readTransactionForm(
  form: TransactionPolicyForm,
  kept: TransactionPolicy | undefined,
): { readonly policy: Readonly<Record<string, unknown>> | undefined; readonly issues: Issues } {
  const issues: Issues = {};
  const read = <T>(field: keyof TransactionPolicyForm, reader: (text: string) => T | null, words: string) => {
    if (form[field].trim() === '') return undefined;
    const value = reader(form[field].trim());
    if (value !== null) return value;
    issues[field] = words;
    return undefined;
  };
  const notWhole = 'This is not a whole number.';
  const notSpend = 'Write amounts with their asset, such as 0.5 1:native; of a token in its smallest unit.';
  const policy = {
    ...kept,
    allowChainIds: read('chains', readChains, 'Write the numbers of chains, such as 1, 8453.'),
    allowToAddresses: read('recipients', readAddresses, 'Write whole addresses with commas.'),
    maxValueWei: read('value', (text) => unitsOf(text, coinDecimals), 'This is not a plain number of coins.'),
    maxGas: read('gas', readWhole, notWhole),
    maxGasPriceWei: read('gasPrice', (text) => unitsOf(text, gweiDecimals), 'This is not a plain number of gwei.'),
    maxHourSpend: read('hourSpend', readSpends, notSpend),
    maxDaySpend: read('daySpend', readSpends, notSpend),
    coolingOffHours: read(
      'coolingOff',
      (text) => (/^\d{1,3}$/.test(text) ? Number.parseInt(text, 10) : null),
      notWhole,
    ),
  };
  const named = Object.entries(policy).filter(([, value]) => value !== undefined);
  return { policy: named.length === 0 ? undefined : Object.fromEntries(named), issues };
}

function spendsInWords(spends: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(spends ?? {})
    .map(([asset, units]) => `${asset.endsWith(':native') ? fromUnits(BigInt(units), coinDecimals) : units} ${asset}`)
    .join(', ');
}

/** '0.5 1:native' in whole coins, '2500000 1:0xa0…' of a token in its smallest unit: its decimals are not in the document. */
const amountOfAsset = /^(\S+)\s+([1-9]\d{0,15}):(native|0x[0-9a-fA-F]{40})$/;

function readSpends(text: string): Readonly<Record<string, string>> | null {
  const spends: Record<string, string> = {};
  for (const part of partsOf(text)) {
    const [, amount = '', chainId = '', token = ''] = amountOfAsset.exec(part) ?? [];
    const units = unitsOf(amount, token === 'native' ? coinDecimals : 0);
    const asset = `${chainId}:${token.toLowerCase()}`;
    if (units === null || Object.hasOwn(spends, asset)) return null;
    spends[asset] = units;
  }
  return spends;
}

function readChains(text: string): readonly number[] | null {
  if (text.toLowerCase() === noneWord) return [];
  const parts = partsOf(text);
  return parts.every((part) => /^[1-9]\d{0,14}$/.test(part)) ? parts.map((part) => Number.parseInt(part, 10)) : null;
}

function readAddresses(text: string): readonly string[] | null {
  if (text.toLowerCase() === noneWord) return [];
  const parts = partsOf(text);
  return parts.every((part) => /^0x[0-9a-fA-F]{40}$/.test(part)) ? parts : null;
}

function readWhole(text: string): string | null {
  return /^(0|[1-9]\d{0,77})$/.test(text) ? text : null;
}

function unitsOf(text: string, decimals: number): string | null {
  const read = /^\d/.test(text) ? readDecimal(typedAmount(text)) : null;
  const units = read === null ? null : toUnits(read, decimals);
  return units === null ? null : units.toString();
}

function partsOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
