import type { WireIn } from '../../core/contract/methods.ts';
import type { PolicyDocument, TransactionPolicy } from '../../core/contract/shapes.ts';
import { isPositive, readDecimal, zero } from '../../core/domain/money.ts';
import { typedAmount } from '../format/amount.ts';
import { readTransactionForm, type TransactionPolicyForm, transactionFormOf } from './transaction-policy-form.ts';

/** A document as it is sent. */
export type SentDocument = WireIn<'policy.compare'>['document'];

/** The fields of the policy document as they are typed; an empty one sets no rule of its kind. */
export interface PolicyForm extends TransactionPolicyForm {
  readonly allowExchanges: string;
  readonly allowSymbols: string;
  readonly allowMarketTypes: string;
  readonly maxOrderAmount: string;
  readonly maxOrderNotional: string;
  readonly maxHourNotional: string;
  readonly maxDayNotional: string;
  readonly maxDayLoss: string;
  readonly maxPosition: string;
  readonly maxOrdersPerMinute: string;
  readonly priceBandPercent: string;
  readonly refusedSubmits: string;
  readonly clockJumpSeconds: string;
  readonly freeDiskMegabytes: string;
  readonly staleMarketSeconds: string;
  readonly venueErrors: string;
  readonly venueLatencyMs: string;
  readonly venueSkewMs: string;
  readonly staleVenueSeconds: string;
  readonly approveEach: boolean;
  /** The rules of transactions as they are in force: what the form has no field for stays so. */
  readonly kept: TransactionPolicy | undefined;
}

/** The name of a field that is typed. */
export type PolicyField = Exclude<keyof PolicyForm, 'approveEach' | 'kept'>;

const listFields = ['allowExchanges', 'allowSymbols', 'allowMarketTypes'] as const;
const amountFields = ['maxOrderAmount', 'priceBandPercent'] as const;
const byAssetFields = ['maxOrderNotional', 'maxHourNotional', 'maxDayNotional', 'maxDayLoss', 'maxPosition'] as const;
const triggerFields = [
  'refusedSubmits',
  'clockJumpSeconds',
  'freeDiskMegabytes',
  'staleMarketSeconds',
  'venueErrors',
  'venueLatencyMs',
  'venueSkewMs',
  'staleVenueSeconds',
] as const;

/** What stands for a list that lets nothing pass. */
const noneWord = 'none';

/** The form that shows a document. */
export function formOf(document: PolicyDocument): PolicyForm {
  const list = (names: readonly string[] | undefined) =>
    names === undefined ? '' : names.length === 0 ? noneWord : names.join(', ');
  const byAsset = (amounts: Readonly<Record<string, string>> | undefined) =>
    Object.entries(amounts ?? {})
      .map(([asset, amount]) => `${amount} ${asset}`)
      .join(', ');
  const whole = (value: number | undefined) => (value === undefined ? '' : String(value));
  return {
    allowExchanges: list(document.allowExchanges),
    allowSymbols: list(document.allowSymbols),
    allowMarketTypes: list(document.allowMarketTypes),
    maxOrderAmount: document.maxOrderAmount ?? '',
    maxOrderNotional: byAsset(document.maxOrderNotional),
    maxHourNotional: byAsset(document.maxHourNotional),
    maxDayNotional: byAsset(document.maxDayNotional),
    maxDayLoss: byAsset(document.maxDayLoss),
    maxPosition: byAsset(document.maxPosition),
    maxOrdersPerMinute: whole(document.maxOrdersPerMinute),
    priceBandPercent: document.priceBandPercent ?? '',
    refusedSubmits: whole(document.triggers?.refusedSubmits),
    clockJumpSeconds: whole(document.triggers?.clockJumpSeconds),
    freeDiskMegabytes: whole(document.triggers?.freeDiskMegabytes),
    staleMarketSeconds: whole(document.triggers?.staleMarketSeconds),
    venueErrors: whole(document.triggers?.venueErrors),
    venueLatencyMs: whole(document.triggers?.venueLatencyMs),
    venueSkewMs: whole(document.triggers?.venueSkewMs),
    staleVenueSeconds: whole(document.triggers?.staleVenueSeconds),
    approveEach: document.approveEach === true,
    ...transactionFormOf(document.transactions),
    kept: document.transactions,
  };
}

/** The document that a form means, or what is wrong with its fields in words. */
export function readPolicyForm(
  form: PolicyForm,
): { readonly document: SentDocument } | { readonly issues: Readonly<Partial<Record<PolicyField, string>>> } {
  const issues: Partial<Record<PolicyField, string>> = {};
  const document: Record<string, unknown> = { version: 1 };
  for (const field of listFields) {
    const names = readList(form[field]);
    if (names !== null) document[field] = names;
  }
  for (const field of amountFields) {
    const amount = readAmount(form[field]);
    if (amount === 'wrong') issues[field] = 'This is not a plain number of zero or more.';
    else if (amount !== null) document[field] = amount;
  }
  for (const field of byAssetFields) {
    const amounts = readByAsset(form[field]);
    if (amounts === 'wrong') issues[field] = 'Write amounts with their asset, such as 1000 USDT, 0.5 BTC.';
    else if (amounts !== null) document[field] = amounts;
  }
  const perMinute = readWhole(form.maxOrdersPerMinute);
  if (perMinute === 'wrong') issues.maxOrdersPerMinute = 'This is not a whole number.';
  else if (perMinute !== null) document.maxOrdersPerMinute = perMinute;
  const triggers: Record<string, number> = {};
  for (const field of triggerFields) {
    const value = readWhole(form[field]);
    if (value === 'wrong' || value === 0) issues[field] = 'This is not a whole number above zero.';
    else if (value !== null) triggers[field] = value;
  }
  if (Object.keys(triggers).length > 0) document.triggers = triggers;
  if (form.approveEach) document.approveEach = true;
  const transactions = readTransactionForm(form, form.kept);
  Object.assign(issues, transactions.issues);
  if (transactions.policy !== undefined) document.transactions = transactions.policy;
  return Object.keys(issues).length > 0 ? { issues } : { document: document as unknown as SentDocument };
}

function readList(text: string): readonly string[] | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (trimmed.toLowerCase() === noneWord) return [];
  return trimmed
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function readAmount(text: string): string | null | 'wrong' {
  if (text.trim() === '') return null;
  const value = readDecimal(typedAmount(text));
  return value !== null && (isPositive(value) || value === zero) ? value : 'wrong';
}

function readWhole(text: string): number | null | 'wrong' {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return /^\d{1,6}$/.test(trimmed) ? Number.parseInt(trimmed, 10) : 'wrong';
}

/** '1000 USDT', '10 000usdt', '0.5 ETH'. An asset starts with a letter, so that no figure of an amount is ever read as part of its name. */
const amountOfAsset = /^\s*((?:\d{1,3}(?:[ \u202f]\d{3})+|\d+)(?:\.\d+)?)\s*([A-Za-z][A-Za-z0-9]{0,19})\s*$/;

function readByAsset(text: string): Readonly<Record<string, string>> | null | 'wrong' {
  if (text.trim() === '') return null;
  const amounts: Record<string, string> = {};
  for (const part of text.split(',')) {
    const match = amountOfAsset.exec(part);
    const amount = match?.[1] === undefined ? null : readDecimal(typedAmount(match[1]));
    const asset = match?.[2]?.toUpperCase();
    if (amount === null || asset === undefined || Object.hasOwn(amounts, asset)) return 'wrong';
    amounts[asset] = amount;
  }
  return amounts;
}
