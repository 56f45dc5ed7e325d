import * as z from 'zod';
import type { Address } from '../../domain/address.ts';
import { conflict } from '../../domain/conflict.ts';
import { readJson } from '../../domain/read-json.ts';
import { err, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports.ts';
import type { Database } from '../../store/database.ts';
import { createDocuments } from '../../store/documents.ts';

const documentName = 'address-book';

const AddressText = z.custom<Address>((text) => typeof text === 'string' && /^0x[0-9a-fA-F]{40}$/.test(text));
const chainId = z.number().int().positive();
const SinceMs = z.number().int().positive();

/** What the person has told the console of addresses; every entry went through the approval window. */
const BookShape = z.strictObject({
  recipients: z.array(z.strictObject({ chainId, address: AddressText, name: z.string(), sinceMs: SinceMs })),
  rescue: z.array(z.strictObject({ chainId, address: AddressText, sinceMs: SinceMs })),
  tokens: z.array(z.strictObject({ chainId, address: AddressText, symbol: z.string(), decimals: z.number().int() })),
  chains: z.array(z.strictObject({ chainId, name: z.string(), nativeSymbol: z.string() })),
});
type Book = z.output<typeof BookShape>;

/** A recipient with a name; `sinceMs` is confirmed time. */
export type Recipient = Book['recipients'][number];
/** Where everything may go while trading is halted; `sinceMs` is confirmed time. */
export type RescueAddress = Book['rescue'][number];
/** A token's unit, as the person has pinned it. */
export type PinnedToken = Book['tokens'][number];
/** A chain that the person has added. */
export type AddedChain = Book['chains'][number];

/** Names, rescue addresses, pinned tokens and added chains of a data folder. */
export interface AddressBook {
  recipients(): readonly Recipient[];
  rescueOf(chainId: bigint): RescueAddress | null;
  tokens(): readonly PinnedToken[];
  chains(): readonly AddedChain[];
  /** Each keeps one entry in place of one of the same address or chain; `storage-failed` leaves the old one. */
  keepRecipient(entry: Recipient): Result<void>;
  keepRescue(entry: RescueAddress): Result<void>;
  /** `conflict` for a token that is pinned already: its unit does not change. */
  keepToken(entry: PinnedToken): Result<void>;
  keepChain(entry: AddedChain): Result<void>;
}

/** The book of an open console.db. One that cannot be read is empty and takes nothing new, so that nothing of it is lost. */
export function openAddressBook(database: Database, clock: Clock): AddressBook {
  const documents = createDocuments(database);
  const kept = documents.read(documentName);
  const empty: Book = { recipients: [], rescue: [], tokens: [], chains: [] };
  const parsed = !kept.ok ? null : kept.value === null ? empty : BookShape.safeParse(readJson(kept.value)).data;
  let book = parsed ?? empty;

  const keep = (next: Book): Result<void> => {
    if (parsed === null || parsed === undefined) {
      return err({ code: 'storage-failed', retry: 'after-checking', what: 'the address book cannot be read' });
    }
    // What could not be read again would take the whole book with it.
    if (!BookShape.safeParse(next).success) {
      return err({ code: 'storage-failed', retry: 'after-checking', what: 'the entry does not fit the address book' });
    }
    const written = documents.write(documentName, JSON.stringify(next), clock.nowMs());
    if (written.ok) book = next;
    return written;
  };
  const isSame = (a: { chainId: number; address?: string }, b: { chainId: number; address?: string }): boolean =>
    a.chainId === b.chainId && a.address === b.address;
  const without = <T extends { chainId: number; address?: string }>(entries: readonly T[], entry: T): T[] =>
    entries.filter((other) => !isSame(other, entry));

  return {
    recipients: () => book.recipients,
    rescueOf: (id) => book.rescue.find((entry) => BigInt(entry.chainId) === id) ?? null,
    tokens: () => book.tokens,
    chains: () => book.chains,
    keepRecipient: (entry) => keep({ ...book, recipients: [...without(book.recipients, entry), entry] }),
    keepRescue: (entry) =>
      keep({ ...book, rescue: [...book.rescue.filter((other) => other.chainId !== entry.chainId), entry] }),
    keepToken(entry) {
      const isPinned = book.tokens.some((other) => isSame(other, entry));
      if (isPinned) return conflict('the token is pinned already');
      return keep({ ...book, tokens: [...book.tokens, entry] });
    },
    keepChain: (entry) => keep({ ...book, chains: [...without(book.chains, entry), entry] }),
  };
}
