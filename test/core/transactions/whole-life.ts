import { expect } from 'vitest';
import type { WireIn } from '../../../core/contract/methods.ts';
import type { ChainTransaction } from '../../../core/contract/shapes.ts';
import type { Address } from '../../../core/domain/address.ts';
import { account, chainId, type OnChainCore } from './on-chain-core.ts';

/** What a signer is expected to be. */
export interface WholeLife {
  readonly selection: WireIn<'signers.select'>;
  readonly address: Address;
  readonly token: Address;
  /** Whether its test is a signature, and not only the address. */
  readonly signsTexts: boolean;
  /** What its own screen showed of the transfer and of the token's transfer; null where it has none. */
  readonly clearSigned: readonly [boolean | null, boolean | null];
}

const unavailable = { ok: false, error: { code: 'signer-unavailable' } };

/**
 * A signer from its choice to two confirmed transactions: nothing before the person has pinned it, then its test, its address, a transfer of
 * coins and one of a token that was pinned, and the whole trail verified. The address must hold coins and tokens.
 */
export async function livesWholeLife(world: OnChainCore, life: WholeLife): Promise<readonly ChainTransaction[]> {
  const { anvil, approve, console, reaches, send } = world;
  const { address, clearSigned, selection, signsTexts, token } = life;
  const to = account(anvil, 1).address;
  const transfer = { kind: 'transfer', chainId, to, amount: '0.01' } as const;

  expect(await console.ask('transactions.preview', transfer)).toMatchObject(unavailable);
  const asked = await console.get('signers.select', selection);
  expect(asked).toMatchObject({ kind: 'signer-choice', word: null });
  expect(asked.lines).toContainEqual({ label: 'Address', text: address });
  expect(await console.ask('transactions.preview', transfer)).toMatchObject(unavailable);
  const decision = { approvalId: asked.approvalId, digest: asked.digest, answer: 'approve' } as const;
  expect(await console.ask('approvals.decide', decision)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  await approve(asked);
  expect(await console.get('signers.list', {})).toMatchObject({ active: selection.kind, pinned: address });

  const tested = await console.get('signers.test', {});
  expect(tested).toMatchObject({ address, text: signsTexts ? expect.stringContaining('Portcullis') : null });
  expect(await console.get('signers.address', {})).toMatchObject({ address });
  expect(await console.get('signers.list', {})).toMatchObject({ testedAtMs: tested.testedAtMs });

  const before = await coinsOf(world, to);
  const coins = await reaches((await send(transfer)).transactionId, 'confirmed');
  expect((await coinsOf(world, to)) - before).toBe(10n ** 16n);
  await approve(await console.get('tokens.requestPin', { chainId, token }));
  const tokensBefore = await tokensOf(world, token, to);
  const draft = { kind: 'token-transfer', chainId, token, to, amount: '1.25' } as const;
  const tokens = await reaches((await send(draft)).transactionId, 'confirmed');
  expect((await tokensOf(world, token, to)) - tokensBefore).toBe(1_250_000n);
  expect([coins.clearSigned, tokens.clearSigned]).toEqual(clearSigned);
  for (const mined of [coins, tokens]) {
    const found = await anvil.rpc('eth_getTransactionByHash', [mined.hash]);
    expect(found).toMatchObject({ from: address.toLowerCase(), hash: mined.hash });
  }
  await verifiesTrail(world);
  return [coins, tokens];
}

/** The trail is whole, every effect stands between its rows, and each outcome of a signature says what the signer's screen showed. */
export async function verifiesTrail({ console }: OnChainCore): Promise<void> {
  expect(await console.get('audit.verify', {})).toMatchObject({ firstBadId: null, gaps: [], problem: null });
  const rows = await console.get('audit.query', { eventType: 'sign', limit: 500 });
  for (const { body, status } of rows) {
    if (status !== 'requested') expect(JSON.parse(body ?? '{}')).toHaveProperty('clear_signed');
  }
  const asked = rows.filter(({ body, status }) => status === 'requested' && !('stop' in JSON.parse(body ?? '{}')));
  for (const { id, subject } of asked) {
    const outcome = rows.find((row) => row.subject === subject && row.id > id && row.status !== 'requested');
    expect(outcome, `the outcome of row ${id}`).toBeDefined();
  }
}

async function coinsOf({ anvil }: OnChainCore, address: Address): Promise<bigint> {
  return BigInt(String(await anvil.rpc('eth_getBalance', [address, 'latest'])));
}

async function tokensOf({ anvil }: OnChainCore, token: Address, address: Address): Promise<bigint> {
  const data = `0x70a08231${address.slice(2).toLowerCase().padStart(64, '0')}`;
  return BigInt(String(await anvil.rpc('eth_call', [{ to: token, data }, 'latest'])));
}
