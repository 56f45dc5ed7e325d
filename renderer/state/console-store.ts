import { create } from 'zustand';
import type { HostInfo } from '../../core/contract/bridge.ts';
import type {
  AuditChain,
  Balance,
  ChainTransaction,
  CredentialKind,
  Fill,
  Halt,
  Market,
  Order,
  Preferences,
  SignerChip,
  SystemStatus,
  VenueStanding,
} from '../../core/contract/shapes.ts';
import type { AppError } from '../../core/domain/errors.ts';
import { withFill, withOrder } from './account.ts';
import type { ApprovalEnd } from './approval-words.ts';
import { withTransaction } from './transactions.ts';

/** The screens there are, each with its fixed number on the rail. */
export const screens = [
  { screen: 'trade', number: 1, title: 'Trade' },
  { screen: 'transactions', number: 2, title: 'Transactions' },
  { screen: 'signers', number: 3, title: 'Signers' },
  { screen: 'policy', number: 4, title: 'Policy' },
  { screen: 'custody', number: 5, title: 'Custody' },
  { screen: 'golive', number: 6, title: 'Go live' },
  { screen: 'audit', number: 7, title: 'Audit' },
  { screen: 'settings', number: 8, title: 'Settings' },
] as const;
/** The name of one screen. */
export type ScreenName = (typeof screens)[number]['screen'];

/** Something the person did not just do, told in passing. */
export interface Notice {
  readonly key: string;
  readonly text: string;
  readonly side: 'buy' | 'sell' | null;
}

/** What the window knows of the console. Market data is not here: see `marketFeed`. */
export interface ConsoleState {
  readonly host: HostInfo | null;
  readonly status: SystemStatus | null;
  readonly markets: readonly Market[];
  readonly balances: readonly Balance[] | null;
  readonly orders: readonly Order[] | null;
  readonly fills: readonly Fill[] | null;
  readonly transactions: readonly ChainTransaction[] | null;
  /** The approvals that wait for the person, by id. */
  readonly approvals: ReadonlySet<string>;
  /** How the last approvals ended, by id, as far as the window heard. */
  readonly approvalEnds: ReadonlyMap<string, ApprovalEnd>;
  /** Why the first questions could not be answered; null when they were. */
  readonly loadProblem: AppError | null;
  /** Since when the core has not answered, though its process runs; null while it answers. */
  readonly silentSinceMs: number | null;
  /** How the console looks and when it speaks; null until it is known. */
  readonly preferences: Preferences | null;
  /** Rises each time the policy changes, so that what it decides is asked anew. */
  readonly policyVersion: number;
  /** Rises each time everything was asked anew, so that screens ask anew too. */
  readonly generation: number;
  /** The real exchanges; null until they are known. */
  readonly venues: readonly VenueStanding[] | null;
  /** Rises each time a credential has changed, so that they are asked anew. */
  readonly custodyVersion: number;
  /** Rises each time a webhook has changed or sent something. */
  readonly webhooksVersion: number;
  readonly screen: ScreenName;
  /** The kind of credential that Custody was come to for; null when it was just opened. */
  readonly wantedCredential: CredentialKind | null;
  readonly symbol: string | null;
  readonly notices: readonly Notice[];
}

const shownNotices = 3;
const keptEnds = 20;

/** The window's one store. */
export const useConsole = create<ConsoleState>(() => ({
  host: null,
  status: null,
  markets: [],
  balances: null,
  orders: null,
  fills: null,
  transactions: null,
  approvals: new Set<string>(),
  approvalEnds: new Map<string, ApprovalEnd>(),
  loadProblem: null,
  silentSinceMs: null,
  preferences: null,
  policyVersion: 0,
  generation: 0,
  venues: null,
  custodyVersion: 0,
  webhooksVersion: 0,
  screen: 'trade',
  wantedCredential: null,
  symbol: recalled('symbol'),
  notices: [],
}));

/** Takes the halt control's new state. */
export function setHalt(halt: Halt): void {
  useConsole.setState(({ status }) => (status === null ? {} : { status: { ...status, halt } }));
}

/** Takes the audit chain's new state. */
export function setAuditChain(audit: AuditChain): void {
  useConsole.setState(({ status }) => (status === null ? {} : { status: { ...status, audit } }));
}

/** Takes the signer's new state. */
export function setSigner(signer: SignerChip): void {
  useConsole.setState(({ status }) => (status === null ? {} : { status: { ...status, signer } }));
}

/** Takes one transaction's new state. */
export function setTransaction(transaction: ChainTransaction): void {
  useConsole.setState(({ transactions }) => ({ transactions: withTransaction(transactions ?? [], transaction) }));
}

/** Takes one order's new state. */
export function setOrder(order: Order): void {
  useConsole.setState(({ orders }) => ({ orders: withOrder(orders ?? [], order) }));
}

/** Takes a fill. */
export function addFill(fill: Fill): void {
  useConsole.setState(({ fills }) => ({ fills: withFill(fills ?? [], fill) }));
}

/** Takes that an approval waits now. */
export function addApproval(approvalId: string): void {
  useConsole.setState(({ approvals }) => ({ approvals: new Set([...approvals, approvalId]) }));
}

/** Takes that an approval no longer waits, and how it ended; only the last ends are kept. */
export function closeApproval(approvalId: string, how: ApprovalEnd): void {
  useConsole.setState(({ approvals, approvalEnds }) => ({
    approvals: new Set([...approvals].filter((known) => known !== approvalId)),
    approvalEnds: new Map([...approvalEnds, [approvalId, how] as const].slice(-keptEnds)),
  }));
}

/** Takes one exchange's new state. */
export function setVenue(venue: VenueStanding): void {
  useConsole.setState(({ venues }) => {
    const known = venues ?? [];
    return {
      venues: known.some(({ exchange }) => exchange === venue.exchange)
        ? known.map((one) => (one.exchange === venue.exchange ? venue : one))
        : [...known, venue],
    };
  });
}

/** Goes to a screen. */
export function showScreen(screen: ScreenName): void {
  useConsole.setState({ screen, wantedCredential: null });
}

/** Goes to Custody, to the first credential of a kind. */
export function showCredentialOf(kind: CredentialKind): void {
  useConsole.setState({ screen: 'custody', wantedCredential: kind });
}

/** Chooses the market of the trade screen and remembers it. */
export function chooseMarket(symbol: string): void {
  useConsole.setState({ symbol });
  remember('symbol', symbol);
}

/** Tells something in passing; the oldest leaves when there are too many. */
export function tell(notice: Notice): void {
  useConsole.setState(({ notices }) => ({
    notices: [...notices.filter((known) => known.key !== notice.key), notice].slice(-shownNotices),
  }));
}

/** Takes a notice away. */
export function dismiss(key: string): void {
  useConsole.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.key !== key) }));
}

/** What the window kept under a name since it was last open; null when nothing. Only what is chosen on screen is ever kept. */
export function recalled(name: string): string | null {
  try {
    return localStorage.getItem(`portcullis.${name}`);
  } catch {
    return null;
  }
}

/** Keeps a choice for the next time; a window that may keep nothing forgets it. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`portcullis.${name}`, value);
  } catch {
    return;
  }
}
