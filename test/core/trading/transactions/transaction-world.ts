import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SigningKey, Transaction, Wallet } from 'ethers';
import { onTestFinished } from 'vitest';
import { createNonceJournal } from '../../../../core/chain/nonce-journal.ts';
import { openChains } from '../../../../core/chains.ts';
import type { TransactionDraft, TransactionPolicy } from '../../../../core/contract/shapes.ts';
import type { Announcement } from '../../../../core/contract/topics.ts';
import { type Address, address } from '../../../../core/domain/address.ts';
import type { Json } from '../../../../core/domain/canonical.ts';
import type { Hex } from '../../../../core/domain/hex.ts';
import { ok, type Result } from '../../../../core/domain/result.ts';
import type { SignerKindName } from '../../../../core/domain/signer-kinds.ts';
import { tokenList } from '../../../../core/domain/tokens/token-list.ts';
import { openFoundations } from '../../../../core/foundations.ts';
import { systemClock, systemIds } from '../../../../core/node-ports.ts';
import { systemSignerPorts } from '../../../../core/signer-ports.ts';
import type { Signer } from '../../../../core/signers/signer.ts';
import { createSigningDesk, type SigningDesk } from '../../../../core/signers/signing-desk.ts';
import { createStandingPolicy } from '../../../../core/standing-policy.ts';
import { openDatabase } from '../../../../core/store/database.ts';
import { createApprovals } from '../../../../core/trading/approvals.ts';
import { createConfirmedTime } from '../../../../core/trading/confirmed-time.ts';
import { tradingMigrations } from '../../../../core/trading/migrations.ts';
import { createRecord } from '../../../../core/trading/record.ts';
import { openAddressBook } from '../../../../core/trading/transactions/address-book.ts';
import { createChainTimes } from '../../../../core/trading/transactions/chain-times.ts';
import type { HeldTransaction } from '../../../../core/trading/transactions/held-transaction.ts';
import { previewTransaction } from '../../../../core/trading/transactions/preview-transaction.ts';
import { createSpends } from '../../../../core/trading/transactions/spends.ts';
import { submitTransaction } from '../../../../core/trading/transactions/submit-transaction.ts';
import type { TransactionTrading } from '../../../../core/trading/transactions/transaction-trading.ts';
import { scriptedNode } from './scripted-node.ts';

// Published development keys of anvil and hardhat; never for funds.
export const keys = {
  alice: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  bob: '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
} as const;
export const alice = address(new Wallet(keys.alice).address);
export const bob = address(new Wallet(keys.bob).address);
export const thief = address('0x000000000000000000000000000000000000bEEF');

/** A signer that signs what it is given with a key; `instead` lets a test answer for it. */
export interface TestSigner extends Signer {
  instead: ((unsigned: Hex) => ReturnType<Signer['sign']>) | null;
  readonly given: Hex[];
}

/** The two numbers that a key makes of unsigned bytes. */
export function numbersOf(unsigned: Hex, key: string): { form: 'numbers'; r: Hex; s: Hex; clearSigned: null } {
  const { r, s } = new SigningKey(key).sign(Transaction.from(unsigned).unsignedHash);
  return { form: 'numbers', r: r as Hex, s: s as Hex, clearSigned: null };
}

export function testSigner(key: string, kind: SignerKindName = 'keystore'): TestSigner {
  const signer: TestSigner = {
    kind,
    instead: null,
    given: [],
    capabilities: () => ({ types: [0, 1, 2], accessLists: true, hasScreen: false, signsTexts: true }),
    state: () => ({ code: 'ready', isReady: true, text: 'It is ready.', needs: null }),
    address: async () => ok(address(new Wallet(key).address)),
    async sign({ unsigned }) {
      signer.given.push(unsigned);
      return signer.instead === null ? ok(numbersOf(unsigned, key)) : signer.instead(unsigned);
    },
    signText: () => Promise.reject(new Error('no text is signed here')),
    close: async () => undefined,
  };
  return signer;
}

export type World = Awaited<ReturnType<typeof transactionWorld>>;

/** The pipeline of transactions over real stores, with a node and a signer that do what a test wants. It ends with the test. */
export async function transactionWorld(policyOf: TransactionPolicy = {}, approveEach = false) {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-transactions-'));
  let wallMs = 0;
  const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + wallMs };
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const node = scriptedNode((raw) => String(Transaction.from(raw).hash));
  const ports = {
    clock,
    ids: systemIds,
    log: quiet,
    fetch: node.fetch,
    arming: { isArmed: () => false },
    signers: systemSignerPorts(),
    masterKey: null,
  };
  const opened = openFoundations(ports, {
    dataFolder: join(root, 'data'),
    environment: {
      PORTCULLIS_HEAD_DIR: join(root, 'heads'),
      PORTCULLIS_RPC_31337: 'http://127.0.0.1:8545',
      PORTCULLIS_RPC_1: 'https://mainnet.rpc.example/v1/0123456789abcdef',
      ...(approveEach ? { EXECUTION_APPROVAL_MODE: 'approve_each' } : {}),
    },
  });
  const paper = openDatabase(join(root, 'data', 'paper.db'), tradingMigrations);
  if (!opened.ok || !paper.ok) throw new Error('not opened');
  const { audit, database, halt, settings, vault } = opened.value;
  const record = createRecord(audit, halt);
  const heard: Announcement[] = [];
  const announce = (announcement: Announcement): void => void heard.push(announcement);
  const approvals = createApprovals({ clock, ids: systemIds, record, announce, isLocked: () => false });
  const policy = createStandingPolicy(settings, database, clock);
  const apply = (transactions: TransactionPolicy): void => {
    const { document } = policy.describe();
    const applied = policy.apply({ ...document, transactions } as never);
    if (!applied.ok) throw new Error(applied.error.code);
  };
  apply(policyOf);
  const armed = new Set<string>();
  const book = openAddressBook(database, clock);
  const arming = { isArmed: (scope: string) => armed.has(scope) };
  let chains = openChains({ arming, settings, vault, book, fetch: node.fetch, clock });
  const signer = testSigner(keys.alice);
  const deskOf = (given: Signer, pinned: Address): SigningDesk =>
    createSigningDesk({ signer: given, pinned, policyTexts: {} });
  let desk = deskOf(signer, alice);
  const refusedSubmits: string[] = [];
  const followed: string[] = [];
  const practiceTime = createConfirmedTime(0);
  const trading: TransactionTrading = {
    clock,
    ids: systemIds,
    log: quiet,
    halt,
    record,
    approvals,
    journal: createNonceJournal(paper.value),
    spends: createSpends(paper.value),
    book,
    timeOf: createChainTimes(practiceTime),
    tokens: () => tokenList(book.tokens()),
    chain: (chainId) => chains.access(chainId),
    desk: () => ok(desk),
    judge: policy.judgeTransaction,
    armedAtMs: () => null,
    feeCaps: () => ({ maxFeePerGasWei: 500n * 10n ** 9n, maxPriorityFeePerGasWei: 50n * 10n ** 9n }),
    mostGas: () => 30_000_000n,
    announce,
    refusedSubmit: (origin) => void refusedSubmits.push(origin),
    count: () => undefined,
    signing: new Map(),
    underWay: new Set(),
    progress: new Map(),
    confirmations: () => 0,
    follow: (id) => void followed.push(id),
  };
  onTestFinished(async () => {
    await Promise.allSettled(trading.underWay);
    paper.value.close();
    opened.value.close();
    rmSync(root, { recursive: true, force: true });
  });

  async function preview(draft: TransactionDraft): Promise<HeldTransaction> {
    const held = await previewTransaction(trading, draft);
    if (!held.ok) throw new Error(JSON.stringify(held.error));
    return held.value;
  }

  return {
    trading,
    /** The practice exchange's confirmed time, which development chains go by. */
    practiceTime,
    node: node.state,
    signer,
    audit,
    halt,
    heard,
    book,
    database: paper.value,
    refusedSubmits,
    followed,
    /** The scopes of live trading that are armed: 'chain:1' for a chain. */
    armed,
    apply,
    preview,
    submit: (held: HeldTransaction) => submitTransaction(trading, held, 'test'),
    /** Puts another signer in use. */
    use(other: Signer, pinned: Address): SigningDesk {
      desk = deskOf(other, pinned);
      return desk;
    },
    /** Sets the wall clock and the node's to another time. */
    jump(byMs: number): void {
      wallMs += byMs;
    },
    stop: () => halt.engage({ source: 'window', code: 'person', text: 'a test' }),
    /** The audit rows of a type, newest first, with their bodies read. */
    async rows(eventType: string) {
      const found = await audit.query({ eventType, limit: 50 });
      if (!found.ok) throw new Error(found.error.code);
      return found.value.map((row) => ({
        ...row,
        body: JSON.parse(row.body ?? 'null') as Readonly<Record<string, Json>>,
      }));
    },
    /** Sets another RPC, as the person may. */
    otherRpc(): void {
      chains = openChains({ arming, settings, vault, book, fetch: node.fetch, clock });
    },
  };
}

/** The error code of a result, null when it is well. */
export function codeOf(result: Result<unknown>): string | null {
  return result.ok ? null : result.error.code;
}

/** A plain transfer of a hundredth of a coin to Bob. */
export const smallTransfer = {
  kind: 'transfer',
  chainId: 31337,
  to: bob,
  amount: '0.01',
} as unknown as TransactionDraft;
