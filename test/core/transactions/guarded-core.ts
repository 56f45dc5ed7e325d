import { expect, vi } from 'vitest';
import type { WireIn } from '../../../core/contract/methods.ts';
import type { ChainTransaction, TransactionPreview } from '../../../core/contract/shapes.ts';
import type { AppErrorCode } from '../../../core/domain/errors.ts';
import type { Result } from '../../../core/domain/result.ts';
import type { Anvil } from '../../chain/anvil.ts';
import { type LyingNode, startLyingNode } from '../../chain/lying-node.ts';
import type { TemporaryOptions } from '../temporary-core.ts';
import { account, chainId, type OnChainCore, onChainCore } from './on-chain-core.ts';

/** A core whose node stands behind one that counts what is asked. */
export interface GuardedCore extends OnChainCore {
  readonly node: LyingNode;
  /** A draft of 0.01 coins, at the lowest nonce that is free. */
  readonly draft: WireIn<'transactions.preview'>;
  /** Nothing was sent to the chain by this core, and it knows of nothing that waits. */
  expectUntouched(): Promise<void>;
  /** Whether, and by which codes, trading is halted. */
  haltCodes(): readonly string[];
}

/** How a signature is expected to end that did not come as it should. */
export interface Ending {
  readonly code: AppErrorCode;
  /** 'in-doubt' where a signature may exist; 'refused' and 'failed' where surely none does. */
  readonly status: ChainTransaction['status'];
  readonly halts: readonly string[];
}

/** What came back is not what was approved: in doubt, and halted. */
export const mismatch: Ending = { code: 'signature-mismatch', status: 'in-doubt', halts: ['signature-mismatch'] };
/** No sure answer came: in doubt. */
export const unsure: Ending = { code: 'signer-failed', status: 'in-doubt', halts: [] };
/** The signer said no. */
export const refused: Ending = { code: 'signer-refused', status: 'refused', halts: [] };
/** The signer could not be asked. */
export const unavailable: Ending = { code: 'signer-unavailable', status: 'failed', halts: [] };

/** Starts one; `settings` name the signer and its pin. */
export async function guardedCore(
  anvil: Anvil,
  settings: Readonly<Record<string, string>>,
  options: TemporaryOptions = {},
): Promise<GuardedCore> {
  const node = await startLyingNode(anvil.url);
  const environment = { [`PORTCULLIS_RPC_${chainId}`]: node.url, ...settings, ...options.environment };
  const world = await onChainCore(async () => ({}), { ...options, environment }, anvil);
  const chainNow = async (): Promise<unknown> => ({
    count: await anvil.rpc('eth_getTransactionCount', [settings.PORTCULLIS_SIGNER_ADDRESS, 'pending']),
    pool: await anvil.rpc('txpool_content'),
  });
  const atStart = await chainNow();
  return {
    ...world,
    node,
    draft: { kind: 'transfer', chainId, to: account(anvil, 1).address, amount: '0.01' },
    async expectUntouched() {
      expect(node.asked.filter((method) => /^eth_send/.test(method))).toEqual([]);
      expect(await chainNow()).toEqual(atStart);
    },
    haltCodes: () => world.console.core.status().halt.reasons.map(({ code }) => code),
  };
}

/**
 * A submit that ended as expected: nothing sent, the right code, the journal and the halt as they must be, the trail whole, and the nonce
 * held where a signature may exist and free where surely none does. Answers the transaction.
 */
export async function endsAs(
  world: GuardedCore,
  shown: TransactionPreview,
  submitted: Result<ChainTransaction>,
  { code, halts, status }: Ending,
): Promise<ChainTransaction> {
  const { console, draft } = world;
  expect(submitted).toMatchObject({ ok: false, error: { code } });
  await world.expectUntouched();
  const [transaction] = await console.get('transactions.list', { limit: 1 });
  if (transaction === undefined) throw new Error('the journal knows nothing of it');
  expect(transaction).toMatchObject({ status, nonce: shown.nonce, hash: null, clearSigned: null });
  expect(transaction.reason).toMatch(/\S/);
  expect(world.haltCodes()).toEqual(halts);
  const next = await console.ask('transactions.preview', draft);
  if (status === 'in-doubt') {
    const conflict = { code: 'conflict', what: expect.stringContaining('replace that transaction first') };
    expect(next).toMatchObject({ ok: false, error: conflict });
  } else expect(next).toMatchObject({ ok: true, value: { nonce: shown.nonce } });
  const rows = await console.get('audit.query', { eventType: 'sign', limit: 10 });
  expect(rows.find(({ subject }) => subject === transaction.transactionId)).toMatchObject({
    status: code === 'signer-failed' ? 'unknown' : 'failed',
  });
  expect(await console.get('audit.query', { eventType: 'broadcast', limit: 10 })).toEqual([]);
  expect(await console.get('audit.verify', {})).toMatchObject({ firstBadId: null, problem: null });
  return transaction;
}

/** The transaction that is with the signer, once it has come as far as the words of its progress say. */
export async function withSigner({ console }: OnChainCore, words: string): Promise<ChainTransaction> {
  return vi.waitFor(
    async () => {
      const [signing] = await console.get('transactions.list', { open: true, limit: 1 });
      if (signing?.progress?.includes(words) !== true) throw new Error(`it stands at: ${signing?.progress}`);
      return signing;
    },
    { timeout: 20_000, interval: 20 },
  );
}

/** Has nothing sent to oneself in the place of a transaction in doubt, halted or not, until it is settled. */
export async function cancelsDoubt(world: GuardedCore, doubted: ChainTransaction): Promise<void> {
  const { console, reaches, submit } = world;
  const { transactionId } = doubted;
  const cancel = await console.get('transactions.previewReplace', { transactionId, as: 'cancel' });
  expect(cancel).toMatchObject({ nonce: doubted.nonce, replaces: transactionId, valueWei: '0', blocked: null });
  const sent = await submit(cancel);
  if (!sent.ok) throw new Error(JSON.stringify(sent.error));
  const confirmed = await reaches(sent.value.transactionId, 'confirmed');
  expect(confirmed.replaces).toBe(transactionId);
  expect(await console.get('transactions.get', { transactionId })).toMatchObject({
    status: 'replaced',
    replacedBy: confirmed.transactionId,
  });
}
