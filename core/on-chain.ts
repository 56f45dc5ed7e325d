import { type Chains, openChains } from './chains.ts';
import type { Announcement } from './contract/topics.ts';
import { ok, type Result } from './domain/result.ts';
import type { Foundations } from './foundations.ts';
import { type OpenTransactions, openTransactions } from './open-transactions.ts';
import type { Limits } from './policy/limits.ts';
import type { Ports } from './ports.ts';
import { type KeptIdentities, openKeptIdentities } from './signing/kept-identities.ts';
import { openKeptLook } from './signing/kept-look.ts';
import { type Keystores, openKeystores } from './signing/keystores.ts';
import { openMarks } from './signing/marks.ts';
import { openServedCertificates, type ServedCertificates } from './signing/served-certificates.ts';
import { keystorePin, openSignerChoices } from './signing/signer-choice.ts';
import { openSigning, type Signing } from './signing/signing.ts';
import type { StandingPolicy } from './standing-policy.ts';
import type { Approvals } from './trading/approvals.ts';
import type { PaperTrading } from './trading/open-paper.ts';
import type { Record } from './trading/record.ts';
import { type AddressBook, openAddressBook } from './trading/transactions/address-book.ts';
import { createChainTimes } from './trading/transactions/chain-times.ts';
import type { TransactionTrading } from './trading/transactions/transaction-trading.ts';

/** Signers, chains and transactions of a data folder. */
export interface OnChain {
  readonly book: AddressBook;
  readonly chains: Chains;
  readonly signing: Signing;
  readonly keystores: Keystores;
  readonly identities: KeptIdentities;
  readonly served: ServedCertificates;
  /** Waits until paper.db is open; then the transactions in it. */
  readonly transactions: () => Promise<Result<OpenTransactions>>;
  /** How many transactions are on their way; null before their books are open, and where one cannot be read. */
  openCount(): number | null;
  close(): Promise<void>;
}

/** What they stand on. */
export interface OnChainParts extends Pick<TransactionTrading, 'refusedSubmit' | 'count'> {
  readonly ports: Ports;
  readonly foundations: Foundations;
  readonly dataFolder: string;
  readonly record: Record;
  readonly approvals: Approvals;
  readonly policy: StandingPolicy;
  readonly announce: (announcement: Announcement) => void;
  readonly changed: () => void;
  readonly paper: Promise<Result<PaperTrading>>;
  /** The limits that live trading was armed with; none while nothing is armed. */
  readonly armed: () => Limits;
  /** When it was; null while nothing is armed. */
  readonly armedAtMs: () => number | null;
}

/** How long closing waits for a signer that does not end what was taken back, or a node that does not answer. */
const longestEndMs = 3_000;

/** Opens them; no signer and no chain is asked anything yet. */
export function openOnChain(parts: OnChainParts): OnChain {
  const { approvals, dataFolder, foundations, policy, ports, record } = parts;
  const { database, halt, liveStore, settings, vault } = foundations;
  const { arming, clock, fetch, ids, log } = ports;
  const book = openAddressBook(database, clock);
  const chains = openChains({ arming, settings, vault, book, fetch, clock });
  const choices = openSignerChoices(database, clock);
  const pinned = () => keystorePin(choices.get());
  const keystores = openKeystores({ settings, dataFolder, vault, clock, node: ports.signers.node, pinned });
  const identities = openKeptIdentities(database, vault, clock);
  const served = openServedCertificates(database, clock, log);
  const signing = openSigning({
    clock,
    ids,
    log,
    ports: ports.signers,
    settings,
    dataFolder,
    keystorePassword: async (address) => keystores.password(address),
    keystoreFile: keystores.file,
    identities,
    served,
    mayBlindSign: policy.mayBlindSign,
    onLate: ({ answer, transaction }) =>
      record.always({
        eventType: 'sign',
        level: answer === 'refused' ? 'info' : 'warn',
        status: answer === 'refused' ? 'failed' : 'unknown',
        actor: 'ledger',
        subject: transaction.digest,
        body: { late: answer, discarded: answer === 'signed', clear_signed: null },
      }),
    marks: openMarks(database, clock),
    looks: openKeptLook(database, clock, log),
    choices,
    halt,
    record,
    approvals,
    announce: parts.announce,
    changed: parts.changed,
  });

  let open: OpenTransactions | null = null;
  let isClosing = false;
  const opened = parts.paper.then((paper): Result<OpenTransactions> => {
    if (!paper.ok) return paper;
    open = openTransactions({
      clock,
      ids,
      log,
      halt,
      record,
      approvals,
      timeOf: createChainTimes(paper.value.trading.confirmedTime),
      announce: parts.announce,
      refusedSubmit: parts.refusedSubmit,
      count: parts.count,
      database: paper.value.database,
      liveStore,
      armed: parts.armed,
      armedAtMs: parts.armedAtMs,
      book,
      chains,
      signing,
      policy,
    });
    if (isClosing) open.stop();
    return ok(open);
  });

  return {
    book,
    chains,
    signing,
    keystores,
    identities,
    served,
    transactions: () => opened,
    openCount: () => open?.openCount() ?? null,
    async close() {
      isClosing = true;
      await opened;
      open?.stop();
      await signing.close();
      await open?.ended(longestEndMs);
      open?.close();
      keystores.forget();
    },
  };
}
