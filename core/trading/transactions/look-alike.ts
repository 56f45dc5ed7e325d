import type { Address } from '../../domain/address.ts';
import type { TransactionTrading } from './transaction-trading.ts';

/** An address that the person knows, and as what. */
export interface KnownAddress {
  readonly address: Address;
  readonly name: string;
}

const shownDigits = 4;

/**
 * Sentences about known addresses that an address could be taken for: the same digits at its beginning and its end, which is all that
 * most programs show, but another one. Such addresses are made on purpose, and left in a history to be copied from it.
 */
export function looksLike(address: Address, known: readonly KnownAddress[]): readonly string[] {
  const ends = endsOf(address);
  return known
    .filter((other) => other.address !== address && endsOf(other.address) === ends)
    .map((other) => `${address} looks like ${other.name}, ${other.address}, but is another address.`);
}

/** Every address of a chain that the person has told of: named recipients, the rescue address, and the signer's own. */
export function knownAddresses(trading: Pick<TransactionTrading, 'book' | 'desk'>, chainId: bigint): KnownAddress[] {
  const { book, desk } = trading;
  const rescue = book.rescueOf(chainId);
  const own = desk();
  return [
    ...book
      .recipients()
      .filter((entry) => BigInt(entry.chainId) === chainId)
      .map(({ address, name }) => ({ address, name })),
    ...(rescue === null ? [] : [{ address: rescue.address, name: 'the rescue address' }]),
    ...(own.ok ? [{ address: own.value.pinned, name: 'your own address' }] : []),
  ];
}

function endsOf(address: Address): string {
  const digits = address.slice(2).toLowerCase();
  return `${digits.slice(0, shownDigits)}${digits.slice(-shownDigits)}`;
}
