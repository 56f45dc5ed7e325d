import { readTokenClaim } from './chain/token-claims.ts';
import type { Approval } from './contract/shapes.ts';
import type { Address } from './domain/address.ts';
import { type Chain, findChain, isDevelopmentChain } from './domain/chains.ts';
import { conflict } from './domain/conflict.ts';
import { err, ok, type Result } from './domain/result.ts';
import { rescueWarnings } from './rescue-warnings.ts';
import type { StandingPolicy } from './standing-policy.ts';
import type { AddressBook } from './trading/transactions/address-book.ts';
import { rescueWaitMs } from './trading/transactions/exemption.ts';
import { knownAddresses, looksLike } from './trading/transactions/look-alike.ts';
import type { TransactionTrading } from './trading/transactions/transaction-trading.ts';

/** What the questions about addresses stand on. */
export interface AddressParts {
  readonly trading: TransactionTrading;
  readonly policy: StandingPolicy;
  readonly policyTexts: Readonly<Record<string, string>>;
  readonly changed: () => void;
}

/** An address on a chain, with its name. */
export interface Named {
  readonly chainId: number;
  readonly address: Address;
  readonly name: string;
}

interface Entry {
  readonly title: string;
  readonly subject: string;
  readonly lines: Approval['lines'];
  readonly warnings: readonly string[];
  readonly word: string | null;
  readonly keep: (book: AddressBook) => Result<void> | Promise<Result<void>>;
}

/**
 * Asks the person to name a recipient; its cooling-off begins when the person has. `not-found` for an unknown chain, or why a real one
 * cannot be asked.
 */
export function requestRecipient(parts: AddressParts, { address, chainId, name }: Named): Result<Approval> {
  const known = chainToWaitOn(parts, chainId);
  if (!known.ok) return known;
  const chain = known.value;
  const { coolingOffMs } = parts.policy.limits();
  const wait = coolingOffMs === undefined ? 'at once' : `${coolingOffMs / 3_600_000} hours after this`;
  return ask(parts, {
    title: `Name a recipient: ${name}.`,
    subject: `recipient ${chainId} ${address}`,
    lines: [
      { label: 'Name', text: name },
      { label: 'Address', text: address },
      { label: 'Network', text: `${chain.name} (${chainId})` },
      { label: 'Can be used', text: wait },
    ],
    warnings: [
      'Compare the whole address with where you have it from, not only its beginning and end.',
      ...looksLike(address, knownAddresses(parts.trading, BigInt(chainId))),
    ],
    word: null,
    keep: (book) => atTime(parts, chainId, (sinceMs) => book.keepRecipient({ chainId, address, name, sinceMs })),
  });
}

/**
 * Asks the person for the rescue address of a chain, typed once more as the word of the approval. It can be used after 24 hours of confirmed
 * time, and then even while halted.
 */
export function requestRescue(parts: AddressParts, { address, chainId }: Omit<Named, 'name'>): Result<Approval> {
  const known = chainToWaitOn(parts, chainId);
  if (!known.ok) return known;
  const chain = known.value;
  const before = parts.trading.book.rescueOf(BigInt(chainId));
  return ask(parts, {
    title: `Set the rescue address of ${chain.name}.`,
    subject: `rescue ${chainId}`,
    lines: [
      { label: 'Address', text: address },
      { label: 'Network', text: `${chain.name} (${chainId})` },
      { label: 'Before', text: before?.address ?? 'none' },
      { label: 'Can be used', text: `${rescueWaitMs / 3_600_000} hours after this` },
    ],
    warnings: [
      'Transfers to this address pass even while trading is halted, and are not held against the windows.',
      ...looksLike(address, knownAddresses(parts.trading, BigInt(chainId))),
      ...rescueWarnings(parts.policy.limits(), parts.policyTexts, BigInt(chainId), address),
    ],
    word: address,
    keep: (book) => atTime(parts, chainId, (sinceMs) => book.keepRescue({ chainId, address, sinceMs })),
  });
}

/** Asks the token's contract for its unit, and the person to pin it. `conflict` when it is known already, or the chain's errors. */
export async function requestTokenPin(
  parts: AddressParts,
  { chainId, token }: { readonly chainId: number; readonly token: Address },
): Promise<Result<Approval>> {
  const { trading } = parts;
  const access = trading.chain(BigInt(chainId));
  if (!access.ok) return access;
  const tokens = trading.tokens();
  if (tokens.find(BigInt(chainId), token) !== null) {
    return conflict('the unit of this token is known already');
  }
  const claim = await readTokenClaim(access.value.reader, tokens, token);
  if (!claim.ok) return claim;
  const { decimals, symbol } = claim.value;
  return ask(parts, {
    title: `Pin the token that calls itself ${symbol}.`,
    subject: `token ${chainId} ${token}`,
    lines: [
      { label: 'Token', text: token },
      { label: 'Network', text: `${access.value.chain.name} (${chainId})` },
      { label: 'Symbol', text: symbol },
      { label: 'Decimals', text: String(decimals) },
    ],
    warnings: [
      'Symbol and decimals are what the contract says through your node; check them where you know the token from.',
    ],
    word: null,
    keep: (book) => book.keepToken({ chainId, address: token, symbol, decimals }),
  });
}

/** Asks the person to add a chain. `conflict` for one that is known already. */
export function requestChain(
  parts: AddressParts,
  { chainId, name, nativeSymbol }: { readonly chainId: number; readonly name: string; readonly nativeSymbol: string },
): Result<Approval> {
  if (findChain(BigInt(chainId), parts.trading.book.chains()) !== null) {
    return conflict(`chain ${chainId} is known already`);
  }
  return ask(parts, {
    title: `Add the chain ${name}.`,
    subject: `chain ${chainId}`,
    lines: [
      { label: 'Chain id', text: String(chainId) },
      { label: 'Name', text: name },
      { label: 'Its coin', text: nativeSymbol },
    ],
    warnings: [],
    word: null,
    keep: (book) => book.keepChain({ chainId, name, nativeSymbol }),
  });
}

function ask(
  { changed, trading }: AddressParts,
  { keep, lines, subject, title, warnings, word }: Entry,
): Result<Approval> {
  return trading.approvals.ask({
    kind: 'address-book',
    subject,
    title,
    lines,
    warnings: [...warnings],
    rulings: [],
    word,
    act: async (actor) => {
      const about = { eventType: 'address-book', level: 'info', actor, subject, body: { lines } } as const;
      const row = await trading.record.before({ ...about, status: 'requested' });
      if (!row.ok) return row;
      const kept = await keep(trading.book);
      const body = kept.ok ? about.body : { ...about.body, error: kept.error.code };
      await trading.record.after({ ...about, status: kept.ok ? 'ok' : 'failed', body });
      changed();
      return kept;
    },
  });
}

/** How much later than this machine's clock a block may be dated before nobody can tell the time of either. */
const mostAheadMs = 120_000;

/**
 * A wait that nothing confirms must not begin: then it could not be told when it is over. A real chain is asked for its head, or says why it
 * cannot be. The wait begins at the latest of confirmed time, that head and the wall clock: what lags would let it be over as soon as the
 * true time is known.
 */
async function atTime(
  { trading }: AddressParts,
  chainId: number,
  keep: (sinceMs: number) => Result<void>,
): Promise<Result<void>> {
  const time = trading.timeOf(BigInt(chainId));
  const wallMs = Math.floor(trading.clock.nowMs());
  if (isDevelopmentChain(BigInt(chainId))) {
    return time.nowMs() === 0 ? conflict('no time is confirmed yet') : keep(Math.max(time.nowMs(), wallMs));
  }
  const access = trading.chain(BigInt(chainId));
  if (!access.ok) return access;
  const head = await access.value.reader.head();
  if (!head.ok) return head;
  if (head.value.saidAtMs - wallMs > mostAheadMs) {
    return conflict('the newest block is dated later than this clock says it is: one of the two is wrong');
  }
  time.confirm(head.value.atMs, wallMs);
  return keep(Math.max(time.nowMs(), head.value.saidAtMs, wallMs));
}

/** The chain, once it is known and, where it is a real one, can be asked for its time: nobody approves what must fail then. */
function chainToWaitOn({ trading }: AddressParts, chainId: number): Result<Chain> {
  const chain = findChain(BigInt(chainId), trading.book.chains());
  if (chain === null) return err({ code: 'not-found', retry: 'never', what: `chain ${chainId}` });
  if (chain.isDevelopment) return ok(chain);
  const access = trading.chain(chain.chainId);
  return access.ok ? ok(chain) : access;
}
