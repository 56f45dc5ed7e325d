import type * as z from 'zod';
import type { Address } from '../domain/address.ts';
import type { Hex } from '../domain/hex.ts';
import { ok, type Result } from '../domain/result.ts';
import { malformedAnswer } from './chain-errors.ts';
import { jsonRpc, type RpcEndpoint } from './json-rpc.ts';
import * as shapes from './rpc-shapes.ts';

/** A block's place, name, time and price. */
export interface BlockHead {
  readonly number: number;
  readonly hash: Hex;
  readonly parentHash: Hex;
  /** Milliseconds since the epoch, but never later than this machine's wall clock: a node cannot make time pass. */
  readonly atMs: number;
  /** The same as the node says it, however late: what waits may only wait longer for it. */
  readonly saidAtMs: number;
  readonly gasLimit: bigint;
  /** Wei for a unit of gas; null where the chain has no base fee (before EIP-1559). */
  readonly baseFeeWei: bigint | null;
  /** The hashes of its transactions. */
  readonly transactions: readonly Hex[];
}

/** A transaction as the node has it. */
export type SeenTransaction = Readonly<
  Pick<z.output<typeof shapes.TransactionAnswer>, 'hash' | 'from' | 'nonce' | 'blockHash' | 'blockNumber'>
>;
/** What the node says became of a transaction. */
export type SeenReceipt = Readonly<z.output<typeof shapes.Receipt>>;
/** Base fees of the last blocks and the tips that were paid in them. */
export type SeenFees = Readonly<z.output<typeof shapes.FeeHistory>>;

/** What a call is tried with. */
export interface TriedCall {
  readonly from: Address;
  readonly to: Address | null;
  readonly valueWei: bigint;
  readonly data: Hex;
}

/**
 * Reads one chain through one node; it cannot send anything. Nothing it says is a proof: callers use it only to be stricter. Every answer
 * is exactly of the expected shape or `chain-answer-malformed`; a node that serves another chain is that too, before anything is
 * believed of it. `chain-unreachable`, `chain-rejected`.
 */
export interface ChainReader {
  readonly chainId: bigint;
  /** Asks the node which chain it serves, now. */
  confirmChain(): Promise<Result<void>>;
  clientVersion(): Promise<Result<string>>;
  head(): Promise<Result<BlockHead>>;
  /** Null where there is no such block. */
  block(number: number): Promise<Result<BlockHead | null>>;
  /** How many transactions an address has sent: in blocks up to the newest, with those that wait, or up to one block. */
  nonceOf(address: Address, upTo: 'latest' | 'pending' | number): Promise<Result<number>>;
  balanceWei(address: Address): Promise<Result<bigint>>;
  estimateGas(call: TriedCall): Promise<Result<bigint>>;
  /** For the last `blocks` blocks, tips at each of `percentiles` of the gas used. */
  feeHistory(blocks: number, percentiles: readonly number[]): Promise<Result<SeenFees>>;
  call(to: Address, data: Hex): Promise<Result<Hex>>;
  transaction(hash: Hex): Promise<Result<SeenTransaction | null>>;
  receipt(hash: Hex): Promise<Result<SeenReceipt | null>>;
  hasCode(address: Address): Promise<Result<boolean>>;
}

const methods = [
  'eth_chainId',
  'eth_getBlockByNumber',
  'eth_getTransactionCount',
  'eth_getBalance',
  'eth_estimateGas',
  'eth_feeHistory',
  'eth_call',
  'eth_getTransactionByHash',
  'eth_getTransactionReceipt',
  'eth_getCode',
  'web3_clientVersion',
];

/** How long a node's word on which chain it serves counts; broadcasting asks again whatever this says. */
const chainCountsMs = 60_000;

/** A reader of the chain `endpoint.chainId` through the node at its address. */
export function createChainReader(endpoint: RpcEndpoint): ChainReader {
  const { chainId, clock } = endpoint;
  const askNode = jsonRpc(endpoint, methods);
  let confirmedAtMs: number | null = null;

  async function raw<S extends z.ZodType>(method: string, params: readonly unknown[], shape: S) {
    const answer = await askNode(method, params);
    if (!answer.ok) return answer;
    const parsed = shape.safeParse(answer.value);
    return parsed.success ? ok(parsed.data) : malformedAnswer(chainId, `${method}: not of the expected shape`);
  }

  async function confirmChain(): Promise<Result<void>> {
    confirmedAtMs = null;
    const said = await raw('eth_chainId', [], shapes.Quantity);
    if (!said.ok) return said;
    if (said.value !== chainId) return malformedAnswer(chainId, `the node serves the chain ${said.value}`);
    confirmedAtMs = clock.monotonicMs();
    return ok(undefined);
  }

  async function ask<S extends z.ZodType>(
    method: string,
    params: readonly unknown[],
    shape: S,
  ): Promise<Result<z.output<S>>> {
    if (confirmedAtMs === null || clock.monotonicMs() - confirmedAtMs > chainCountsMs) {
      const confirmed = await confirmChain();
      if (!confirmed.ok) return confirmed;
    }
    return raw(method, params, shape);
  }

  async function block(tag: string): Promise<Result<BlockHead | null>> {
    const answer = await ask('eth_getBlockByNumber', [tag, false], shapes.Block.nullable());
    if (!answer.ok || answer.value === null) return answer as Result<null>;
    const { number, hash, parentHash, timestamp, gasLimit, baseFeePerGas, transactions } = answer.value;
    const saidAtMs = timestamp * 1000;
    const atMs = Math.min(saidAtMs, clock.nowMs());
    return ok({ number, hash, parentHash, atMs, saidAtMs, gasLimit, baseFeeWei: baseFeePerGas, transactions });
  }

  return {
    chainId,
    confirmChain,
    clientVersion: () => ask('web3_clientVersion', [], shapes.ClientVersion),
    async head() {
      const head = await block('latest');
      if (!head.ok) return head;
      return head.value === null ? malformedAnswer(chainId, 'there is no newest block') : ok(head.value);
    },
    async block(number) {
      const found = await block(quantity(BigInt(number)));
      if (!found.ok || found.value === null || found.value.number === number) return found;
      return malformedAnswer(chainId, 'it answered with another block');
    },
    nonceOf: (address, upTo) =>
      ask(
        'eth_getTransactionCount',
        [address, typeof upTo === 'number' ? quantity(BigInt(upTo)) : upTo],
        shapes.SafeQuantity,
      ),
    balanceWei: (address) => ask('eth_getBalance', [address, 'latest'], shapes.Quantity),
    estimateGas: ({ from, to, valueWei, data }) =>
      ask(
        'eth_estimateGas',
        [{ from, ...(to === null ? {} : { to }), value: quantity(valueWei), data }],
        shapes.Quantity,
      ),
    feeHistory: (blocks, percentiles) =>
      ask('eth_feeHistory', [quantity(BigInt(blocks)), 'latest', percentiles], shapes.FeeHistory),
    call: (to, data) => ask('eth_call', [{ to, data }, 'latest'], shapes.Data),
    async transaction(hash) {
      const seen = await ask('eth_getTransactionByHash', [hash], shapes.TransactionAnswer.nullable());
      if (!seen.ok || seen.value === null || seen.value.hash === hash) return seen;
      return malformedAnswer(chainId, 'it answered with another transaction');
    },
    async receipt(hash) {
      const seen = await ask('eth_getTransactionReceipt', [hash], shapes.Receipt.nullable());
      if (!seen.ok || seen.value === null || seen.value.transactionHash === hash) return seen;
      return malformedAnswer(chainId, 'it answered with another receipt');
    },
    async hasCode(address) {
      const code = await ask('eth_getCode', [address, 'latest'], shapes.Data);
      return code.ok ? ok(code.value !== '0x') : code;
    },
  };
}

function quantity(value: bigint): string {
  return `0x${value.toString(16)}`;
}
