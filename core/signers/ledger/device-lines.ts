import { type Address, parseAddress } from '../../domain/address.ts';
import { byteLength } from '../../domain/hex.ts';
import type { SignableTransaction } from '../../domain/transaction/signable.ts';
import { highestGasPriceWei, type UnsignedTransaction } from '../../domain/transaction/unsigned-transaction.ts';
import { deviceNetwork } from './device-networks.ts';
import type { TokenDescriptor } from './token-descriptors.ts';

/** One item of the review on the device. */
export interface DeviceLine {
  readonly label: string;
  readonly value: string;
}

/** What a Ledger's screen shows before it signs. */
export interface DeviceReview {
  /** It warns first, and shows too little to know what is signed. */
  readonly isBlind: boolean;
  readonly title: string;
  readonly lines: readonly DeviceLine[];
  /** Why this must not be put before the device at all; null when it may. */
  readonly problem: string | null;
}

const transferSelector = '0xa9059cbb';
const approveSelector = '0x095ea7b3';
const unlimited = 2n ** 256n - 1n;

/** Calls that the app treats in its own way: the deposit of the beacon chain, and the requests of EIP-7002 and EIP-7251. */
const ownSelectors = ['0x22895118'];
const ownContracts = [
  '0x00000961ef480eb55e80d19ad83579a64c007002',
  '0x0000bbddc7ce488642fb579f8b00f3a590007251',
] as const;

/** How many characters of an amount, of a token's amount and of fees the device can hold; longer fees become an empty line. */
const mostCharacters = { amount: 48, token: 98, fee: 48 };

/**
 * The review that the Ethereum app 1.22 shows for a transaction, line by line, held against recordings of it. A native transfer is shown
 * whole; a transfer or an approval of a token is shown when `descriptor` is that token's; everything else is signed blind. The person's own
 * settings on the device may add the nonce and the hash.
 */
export function deviceLines(signable: SignableTransaction, descriptor: TokenDescriptor | null): DeviceReview {
  const { transaction, from } = signable;
  const token = readTokenCall(transaction);
  const described = token === null ? null : matching(descriptor, transaction);
  const network = deviceNetwork(transaction.chainId);
  const networkLines = transaction.chainId === 1n ? [] : [{ label: 'Network', value: network.name }];
  const fee = shown(transaction.gas * highestGasPriceWei(transaction), 18, network.ticker, mostCharacters.fee);
  const fees = { label: 'Max fees', value: fee ?? '' };
  const sender = { label: 'From', value: from };
  const common = { problem: problemOf(transaction, fee) };

  if (token !== null) {
    const title = `Review transaction to ${token.verb} ERC20 token`;
    if (described === null) return { ...common, isBlind: true, title, lines: [sender, ...networkLines, fees] };
    const [amountLabel, partyLabel] = token.verb === 'send' ? ['Send', 'To'] : ['Approve', 'Approve to'];
    const amount = { label: amountLabel, value: tokenAmount(token.amount, described) };
    const party = { label: partyLabel, value: token.party };
    return { ...common, isBlind: false, title, lines: [sender, amount, party, ...networkLines, fees] };
  }

  const isBlind = byteLength(transaction.data) > 0;
  const value = shown(transaction.valueWei, 18, network.ticker, mostCharacters.amount);
  const amounts = isBlind && transaction.valueWei === 0n ? [] : [{ label: 'Amount', value: value ?? '' }];
  const recipient = { label: 'To', value: transaction.to ?? 'Contract' };
  const hashes = isBlind ? [{ label: 'Tx hash', value: signable.digest }] : [];
  return {
    isBlind,
    title: 'Review transaction',
    lines: [sender, ...amounts, recipient, fees, ...networkLines, ...hashes],
    problem: value === null ? 'The amount is longer than a Ledger can show.' : common.problem,
  };
}

function problemOf(transaction: UnsignedTransaction, fee: string | null): string | null {
  if (fee === null) return 'The fees are longer than a Ledger can show; it would sign without showing them.';
  const selector = transaction.data.slice(0, 10);
  const isOwn =
    ownSelectors.includes(selector) || ownContracts.some((contract) => contract === transaction.to?.toLowerCase());
  const isOddTokenCall =
    (selector === transferSelector || selector === approveSelector) &&
    transaction.to !== null &&
    readTokenCall(transaction) === null;
  return isOwn || isOddTokenCall ? 'What a Ledger shows for this call is not known.' : null;
}

interface TokenCall {
  readonly verb: 'send' | 'approve';
  readonly party: Address;
  readonly amount: bigint;
}

/** A transfer or an approval exactly as the app reads it: no value beside it, nothing behind it, a clean address. */
function readTokenCall({ to, data, valueWei }: UnsignedTransaction): TokenCall | null {
  const call = /^(0x[0-9a-f]{8})0{24}([0-9a-f]{40})([0-9a-f]{64})$/.exec(data);
  const isKnown = call?.[1] === transferSelector || call?.[1] === approveSelector;
  const party = parseAddress(`0x${call?.[2]}`);
  if (!isKnown || to === null || valueWei !== 0n || party === null) return null;
  return { verb: call[1] === transferSelector ? 'send' : 'approve', party, amount: BigInt(`0x${call[3]}`) };
}

function matching(descriptor: TokenDescriptor | null, { chainId, to }: UnsignedTransaction): TokenDescriptor | null {
  return descriptor !== null && descriptor.chainId === chainId && descriptor.contract === to ? descriptor : null;
}

function tokenAmount(amount: bigint, { ticker, decimals }: TokenDescriptor): string {
  if (amount === unlimited) return `Unlimited ${ticker}`;
  return shown(amount, decimals, ticker, mostCharacters.token) ?? '';
}

/** An amount as the device writes it: no zeros at the end, the unit behind it. Null when it is too long. */
function shown(amount: bigint, decimals: number, ticker: string, most: number): string | null {
  const digits = amount.toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : digits.slice(-decimals).replace(/0+$/, '');
  const text = `${whole}${fraction === '' ? '' : `.${fraction}`} ${ticker}`;
  return text.length <= most ? text : null;
}
