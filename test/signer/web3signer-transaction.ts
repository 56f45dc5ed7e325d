import { Transaction } from 'ethers';

/** The fields of eth_signTransaction that Web3Signer reads; it ignores all others, `chainId` and `accessList` among them. */
export type RpcTransaction = Readonly<
  Partial<
    Record<
      | 'from'
      | 'to'
      | 'gas'
      | 'gasPrice'
      | 'maxFeePerGas'
      | 'maxPriorityFeePerGas'
      | 'value'
      | 'data'
      | 'input'
      | 'nonce',
      string
    >
  >
>;

/** An error of JSON-RPC. */
export interface RpcError {
  readonly code: number;
  readonly message: string;
}

/** Web3Signer's answer to parameters it cannot read. */
export const invalidParams: RpcError = { code: -32602, message: 'Invalid params' };

/**
 * The transaction that Web3Signer makes of the fields (its EthTransaction and EthSendTransactionJsonParameters): gas 90000, price 0, value
 * 0 and no recipient where none is said, legacy unless both fees of type 2 are there, `data` before `input`, always for `chainId`. The
 * nonce must be there, and quantities in 0x text.
 */
export function buildTransaction(given: RpcTransaction, chainId: bigint): Transaction | RpcError {
  const { from, maxFeePerGas, maxPriorityFeePerGas, nonce } = given;
  const quantities = [given.gas, given.gasPrice, maxFeePerGas, maxPriorityFeePerGas, given.value, nonce];
  const areQuantities = quantities.every((text) => text === undefined || /^0x[0-9a-f]+$/i.test(text));
  if (from === undefined || nonce === undefined || !areQuantities) return invalidParams;
  const common = {
    chainId,
    nonce: Number(nonce),
    gasLimit: BigInt(given.gas ?? 90_000),
    to: given.to ?? null,
    value: BigInt(given.value ?? 0),
    data: given.data || given.input || '0x',
  };
  return maxFeePerGas !== undefined && maxPriorityFeePerGas !== undefined
    ? Transaction.from({
        ...common,
        type: 2,
        maxFeePerGas: BigInt(maxFeePerGas),
        maxPriorityFeePerGas: BigInt(maxPriorityFeePerGas),
      })
    : Transaction.from({ ...common, type: 0, gasPrice: BigInt(given.gasPrice ?? 0) });
}
