import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { encryptKeystoreJson, recoverAddress, Transaction, Wallet } from 'ethers';
import { createNonceJournal } from '../../core/chain/nonce-journal.ts';
import { knownChains } from '../../core/domain/chains.ts';
import { noBytes } from '../../core/domain/hex.ts';
import { ok } from '../../core/domain/result.ts';
import { tokenList } from '../../core/domain/tokens/token-list.ts';
import { signable } from '../../core/domain/transaction/signable.ts';
import type { UnsignedTransaction } from '../../core/domain/transaction/unsigned-transaction.ts';
import { openFoundations } from '../../core/foundations.ts';
import { systemClock, systemIds } from '../../core/node-ports.ts';
import { systemSignerPorts } from '../../core/signer-ports.ts';
import { nodeChild, signerChildProgram } from '../../core/signers/child/node-child.ts';
import { createKeystoreSigner } from '../../core/signers/keystore/keystore-signer.ts';
import { createMpcSigner } from '../../core/signers/mpc/mpc-signer.ts';
import { createSigningDesk } from '../../core/signers/signing-desk.ts';
import { createStandingPolicy } from '../../core/standing-policy.ts';
import { openDatabase } from '../../core/store/database.ts';
import { createApprovals } from '../../core/trading/approvals.ts';
import { approveTransaction } from '../../core/trading/approve.ts';
import { createConfirmedTime } from '../../core/trading/confirmed-time.ts';
import { tradingMigrations } from '../../core/trading/migrations.ts';
import { createRecord } from '../../core/trading/record.ts';
import { openAddressBook } from '../../core/trading/transactions/address-book.ts';
import type { HeldTransaction } from '../../core/trading/transactions/held-transaction.ts';
import { judgeTransaction } from '../../core/trading/transactions/judge-transaction.ts';
import { signTransaction } from '../../core/trading/transactions/sign-transaction.ts';
import { createSpends } from '../../core/trading/transactions/spends.ts';
import type { ChainAccess, TransactionTrading } from '../../core/trading/transactions/transaction-trading.ts';
import { developmentAccounts } from '../chain/anvil.ts';
import { hostileAddress, startHostileService } from '../mpc/hostile-service.ts';

const signatures = 150;
const warmUp = 20;
const mpcSignatures = 60;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What signing measured: the whole way of a previewed transaction to a proved signature, and our share of a two-party signature. */
export async function measureSigning(folder: string) {
  const [account, other] = developmentAccounts();
  if (account === undefined || other === undefined) throw new Error('no accounts');
  const ours = await throughTheGate(join(folder, 'gate'), account, other.address);
  const byHand = handMade(join(folder, 'hand'), account.privateKey, other.address);
  return {
    keystoreSignature: {
      what: `a previewed transfer to its proved and kept signature (both layers twice, four durable rows, the key's own process) beside ethers' sign, parse and recover with as many raw commits; ${signatures} each`,
      p50: middle(ours),
      byHandP50: middle(byHand),
      ratio: Math.round((1000 * middle(ours)) / middle(byHand)) / 1000,
      goal: { p50: 4, ratio: 1.3 },
    },
    mpcSignature: await clientShare(),
  };
}

async function throughTheGate(
  folder: string,
  account: { readonly address: string; readonly privateKey: string },
  to: string,
): Promise<readonly number[]> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keystore = await encryptKeystoreJson(account, 'bench', { scrypt: { N: 4096, r: 8, p: 1 } });
  writeFileSync(join(folder, 'keystore.json'), keystore, { mode: 0o600 });
  const ports = {
    clock: systemClock,
    ids: systemIds,
    log: quiet,
    fetch,
    arming: { isArmed: () => false },
    signers: systemSignerPorts(),
    masterKey: new Uint8Array(32).fill(9),
  };
  const opened = openFoundations(ports, {
    dataFolder: folder,
    environment: { PORTCULLIS_HEAD_DIR: join(folder, 'h') },
  });
  if (!opened.ok) throw new Error(opened.error.code);
  const foundations = opened.value;
  const paper = openDatabase(join(folder, 'paper.db'), tradingMigrations);
  if (!paper.ok) throw new Error(paper.error.code);
  const { audit, database, halt, settings } = foundations;
  const record = createRecord(audit, halt);
  const policy = createStandingPolicy(settings, database, systemClock);
  const signer = createKeystoreSigner({
    start: nodeChild(signerChildProgram(process.execPath)),
    readFile: async () => ok({ text: keystore, warning: null }),
    password: async () => ok(new TextEncoder().encode('bench')),
    rules: {},
    clock: systemClock,
    log: quiet,
    openTimeoutMs: 30_000,
    signTimeoutMs: 30_000,
    keepOpenMs: null,
  });
  const chain = knownChains.find(({ isDevelopment }) => isDevelopment);
  if (chain === undefined) throw new Error('no development chain');
  const confirmedTime = createConfirmedTime(systemClock.nowMs());
  const pinned = transferOf(0, to, account.address).from;
  const desk = createSigningDesk({ signer, pinned, policyTexts: {} });
  const access = { chain } as ChainAccess;
  const trading: TransactionTrading = {
    clock: systemClock,
    ids: systemIds,
    log: quiet,
    halt,
    record,
    approvals: createApprovals({
      clock: systemClock,
      ids: systemIds,
      record,
      announce: () => {},
      isLocked: () => false,
    }),
    journal: createNonceJournal(paper.value),
    spends: createSpends(paper.value),
    book: openAddressBook(database, systemClock),
    timeOf: () => confirmedTime,
    tokens: () => tokenList([]),
    chain: () => ok(access),
    desk: () => ok(desk),
    armedAtMs: () => null,
    judge: policy.judgeTransaction,
    feeCaps: () => ({ maxFeePerGasWei: 10n ** 12n, maxPriorityFeePerGasWei: 10n ** 11n }),
    mostGas: () => 30_000_000n,
    announce: () => undefined,
    refusedSubmit: () => undefined,
    count: () => undefined,
    signing: new Map(),
    progress: new Map(),
    underWay: new Set(),
    confirmations: () => 0,
    follow: () => undefined,
  };
  const times: number[] = [];
  for (let nonce = 0; nonce < signatures + warmUp; nonce += 1) {
    const held = heldTransfer(nonce, to, account.address, access);
    const startedMs = performance.now();
    const judged = judgeTransaction(trading, desk, held);
    const approved = approveTransaction(held.signable, held.shown.digest, judged, null);
    if (!approved.ok) throw new Error(approved.error.code);
    const signed = await signTransaction(trading, {
      held,
      desk,
      approved: approved.value,
      actor: 'bench',
      grantedDigest: null,
      judged,
    });
    if (!signed.ok) throw new Error(JSON.stringify(signed.error));
    if (nonce >= warmUp) times.push(performance.now() - startedMs);
  }
  await signer.close();
  paper.value.close();
  foundations.close();
  return times;
}

function transferOf(nonce: number, to: string, from: string) {
  const transaction: UnsignedTransaction = {
    type: 2,
    chainId: 31337n,
    nonce,
    to: to as UnsignedTransaction['to'],
    valueWei: 10n ** 15n,
    gas: 21_000n,
    gasPriceWei: null,
    maxFeePerGasWei: 2_000_000_000n,
    maxPriorityFeePerGasWei: 1_000_000n,
    data: noBytes,
    accessList: [],
  };
  return signable(transaction, from as ReturnType<typeof signable>['from']);
}

/** What a preview holds; the chain was asked before the clock starts. */
function heldTransfer(nonce: number, to: string, from: string, access: ChainAccess): HeldTransaction {
  const bytes = transferOf(nonce, to, from);
  const { to: contract, valueWei } = bytes.transaction;
  if (contract === null) throw new Error('no recipient');
  const feeWei = 21_000n * 2_000_000_000n;
  return {
    signable: bytes,
    decoded: { kind: 'native-transfer', to: contract, contract, valueWei, warnings: [] },
    access,
    cost: { valueWei, feeWei, l1FeeEstimateWei: 0n, totalWei: valueWei + feeWei, isEstimate: false },
    isBlind: null,
    replaces: null,
    shown: {
      digest: bytes.digest,
      signer: 'keystore',
      meaning: { kind: 'native-transfer', sentence: 'Send 0.001 ETH.', lines: [], warnings: [] },
      rulings: [],
    } as unknown as HeldTransaction['shown'],
    expiresAtMonotonicMs: Number.MAX_SAFE_INTEGER,
    submission: null,
  };
}

/** The same by hand: ethers signs, its bytes are parsed, the sender is recovered, and four commits of one row each are made. */
function handMade(folder: string, privateKey: string, to: string): readonly number[] {
  mkdirSync(folder, { recursive: true });
  const database = new SqliteDatabase(join(folder, 'raw.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO rows (body) VALUES (?)');
  const wallet = new Wallet(privateKey);
  const times: number[] = [];
  for (let nonce = 0; nonce < signatures + warmUp; nonce += 1) {
    const startedMs = performance.now();
    const unsigned = Transaction.from({
      type: 2,
      chainId: 31337,
      nonce,
      to,
      value: 10n ** 15n,
      gasLimit: 21_000,
      maxFeePerGas: 2_000_000_000,
      maxPriorityFeePerGas: 1_000_000,
    });
    insert.run(unsigned.unsignedSerialized);
    insert.run(unsigned.unsignedHash);
    unsigned.signature = wallet.signingKey.sign(unsigned.unsignedHash);
    const parsed = Transaction.from(unsigned.serialized);
    const signature = parsed.signature;
    if (signature === null) throw new Error('no signature');
    if (recoverAddress(parsed.unsignedHash, signature) !== wallet.address) throw new Error('another sender');
    insert.run(unsigned.serialized);
    insert.run(parsed.hash);
    if (nonce >= warmUp) times.push(performance.now() - startedMs);
  }
  database.close();
  return times;
}

/** Signing over loopback with a service that keeps a clock: what is left of the call when the service's own time is taken away. */
async function clientShare() {
  const service = await startHostileService('mpc-2p/1', {});
  const pinned = transferOf(0, hostileAddress, hostileAddress).from;
  const answersMs = serviceMs();
  const signer = createMpcSigner({
    party0: { url: service.url, tls: {} },
    party1: null,
    pinned,
    isLive: false,
    marks: { read: () => ok(null), write: () => ok(undefined) },
    clock: systemClock,
    ids: systemIds,
    log: quiet,
  });
  const times: number[] = [];
  const signal = new AbortController().signal;
  for (let nonce = 0; nonce < mpcSignatures + warmUp; nonce += 1) {
    const before = service.heard.length;
    const startedMs = performance.now();
    const bytes = transferOf(nonce, hostileAddress, hostileAddress) as Parameters<typeof signer.sign>[0];
    const signed = await signer.sign(bytes, () => undefined, signal);
    const tookMs = performance.now() - startedMs;
    if (!signed.ok) throw new Error(JSON.stringify(signed.error));
    const servedMs = service.heard.slice(before).filter(({ path }) => path === '/sign_digest').length * answersMs;
    if (nonce >= warmUp) times.push(Math.max(0, tookMs - servedMs));
  }
  await signer.close();
  await service.close();
  return {
    what: `signing with a two-party signer over loopback, its own signing time (${answersMs.toFixed(2)} ms) taken off; ${mpcSignatures} signatures`,
    p50: middle(times),
    goal: { p50: 5 },
  };
}

/** What the service's own signing of one digest takes, measured alone with the same library. */
function serviceMs(): number {
  const wallet = Wallet.createRandom();
  const times: number[] = [];
  for (let turn = 0; turn < 40; turn += 1) {
    const startedMs = performance.now();
    wallet.signingKey.sign(`0x${turn.toString(16).padStart(64, '1')}`);
    times.push(performance.now() - startedMs);
  }
  return middle(times);
}

function middle(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round(100 * (sorted[sorted.length >> 1] ?? 0)) / 100;
}
