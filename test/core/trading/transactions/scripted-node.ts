import type { Fetch } from '../../../../core/ports.ts';

/** What a scripted node answers with; `before` is waited for ahead of every answer. */
export interface NodeState {
  chainId: bigint;
  nonce: number;
  pending: number;
  balanceWei: bigint;
  /** What a gas estimate says; null refuses it. */
  gas: bigint | null;
  blockNumber: number;
  /** Seconds since the epoch. */
  timestamp: number;
  before: (method: string) => Promise<void> | void;
  /** How a broadcast is answered; undefined takes it. */
  refuseBroadcast: string | undefined;
  readonly asked: string[];
  /** The signed bytes that reached it. */
  readonly taken: string[];
}

/** A node that says what a test wants, by JSON-RPC; the pipeline's tests need lies at exact moments, a real chain has its own tests. */
export function scriptedNode(hashOf: (raw: string) => string): { readonly state: NodeState; readonly fetch: Fetch } {
  const state: NodeState = {
    chainId: 31337n,
    nonce: 0,
    pending: 0,
    balanceWei: 10n ** 20n,
    gas: 21_000n,
    blockNumber: 10,
    timestamp: Math.floor(Date.now() / 1000),
    before: () => undefined,
    refuseBroadcast: undefined,
    asked: [],
    taken: [],
  };
  const hex = (value: bigint | number): string => `0x${value.toString(16)}`;
  const block = (number: number) => ({
    number: hex(number),
    hash: `0x${number.toString(16).padStart(64, '0')}`,
    parentHash: `0x${(number - 1).toString(16).padStart(64, '0')}`,
    timestamp: hex(state.timestamp),
    gasLimit: hex(30_000_000),
    baseFeePerGas: hex(1_000_000_000),
    transactions: [],
  });
  const answer = (method: string, params: readonly unknown[]): unknown => {
    switch (method) {
      case 'eth_chainId':
        return hex(state.chainId);
      case 'web3_clientVersion':
        return 'anvil/v1.0.0';
      case 'eth_getBlockByNumber':
        return block(params[0] === 'latest' ? state.blockNumber : Number(params[0]));
      case 'eth_getTransactionCount':
        return hex(params[1] === 'pending' ? Math.max(state.pending, state.nonce) : state.nonce);
      case 'eth_getBalance':
        return hex(state.balanceWei);
      case 'eth_getCode':
        return '0x';
      case 'eth_estimateGas':
        if (state.gas === null) throw new Error('execution reverted');
        return hex(state.gas);
      case 'eth_feeHistory':
        return {
          oldestBlock: '0x1',
          baseFeePerGas: Array.from({ length: 11 }, () => hex(1_000_000_000)),
          gasUsedRatio: Array.from({ length: 10 }, () => 0.5),
          reward: Array.from({ length: 10 }, () => [hex(1_000_000), hex(1_000_000), hex(1_000_000)]),
        };
      case 'eth_sendRawTransaction':
        if (state.refuseBroadcast !== undefined) throw new Error(state.refuseBroadcast);
        state.taken.push(String(params[0]));
        return hashOf(String(params[0]));
      default:
        return null;
    }
  };
  return {
    state,
    async fetch(_url, init) {
      const { id, method, params } = JSON.parse(String(init?.body)) as {
        id: number;
        method: string;
        params: readonly unknown[];
      };
      state.asked.push(method);
      await state.before(method);
      try {
        return Response.json({ jsonrpc: '2.0', id, result: answer(method, params) });
      } catch (cause) {
        return Response.json({ jsonrpc: '2.0', id, error: { code: -32000, message: (cause as Error).message } });
      }
    },
  };
}
