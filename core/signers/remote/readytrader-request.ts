import { encodeRlp, keccak256 } from 'ethers';
import type { SignableTransaction } from '../../domain/transaction/signable.ts';
import type { AccessEntry, UnsignedTransaction } from '../../domain/transaction/unsigned-transaction.ts';
import { type IntegerJson, integerJson } from './integer-json.ts';

/** What names one request at the service. */
export interface RequestName {
  readonly requestId: string;
  /** Seconds since the epoch, after which it need not be signed any more. */
  readonly expiresAtSec: bigint;
}

/**
 * The body of ReadyTrader-Crypto's POST /sign_transaction. `intent` has exactly the eight keys that its server compares with its own
 * reading of `tx`, integers as bare JSON integers; quantities in `tx` are 0x text, which no reader rounds. `intent_v2` beside them says
 * what `intent` cannot; servers that do not know it ignore it.
 */
export function readytraderRequest(signable: SignableTransaction, name: RequestName): string {
  return integerJson({
    tx: txOf(signable.transaction),
    chain_id: signable.transaction.chainId,
    intent: readytraderIntent(signable.transaction),
    intent_v2: fullIntent(signable, name),
  });
}

/** What the service is told in eight words; null for what the transaction does not have. */
export function readytraderIntent(transaction: UnsignedTransaction): Readonly<Record<string, IntegerJson>> {
  return {
    intent_type: 'evm_transaction',
    chain_id: transaction.chainId,
    to: transaction.to,
    value_wei: transaction.valueWei,
    data_hex: transaction.data,
    gas: transaction.gas,
    gas_price_wei: transaction.gasPriceWei,
    nonce: BigInt(transaction.nonce),
  };
}

/** As eth-account takes it: no `type` for a legacy transaction, no `to` for a new contract. */
function txOf(transaction: UnsignedTransaction): IntegerJson {
  const { accessList, gasPriceWei, maxFeePerGasWei, maxPriorityFeePerGasWei, to, type } = transaction;
  return {
    ...(to === null ? {} : { to }),
    value: quantity(transaction.valueWei),
    gas: quantity(transaction.gas),
    ...(gasPriceWei === null ? {} : { gasPrice: quantity(gasPriceWei) }),
    ...(maxFeePerGasWei === null ? {} : { maxFeePerGas: quantity(maxFeePerGasWei) }),
    ...(maxPriorityFeePerGasWei === null ? {} : { maxPriorityFeePerGas: quantity(maxPriorityFeePerGasWei) }),
    nonce: quantity(BigInt(transaction.nonce)),
    data: transaction.data,
    chainId: quantity(transaction.chainId),
    ...(type === 0
      ? {}
      : {
          type: quantity(BigInt(type)),
          accessList: accessList.map(({ address, storageKeys }) => ({ address, storageKeys })),
        }),
  };
}

function fullIntent({ digest, from, transaction }: SignableTransaction, name: RequestName): IntegerJson {
  const { accessList, maxFeePerGasWei, maxPriorityFeePerGasWei, type } = transaction;
  return {
    type: BigInt(type),
    from,
    max_fee_per_gas_wei: maxFeePerGasWei === null ? null : maxFeePerGasWei.toString(),
    max_priority_fee_per_gas_wei: maxPriorityFeePerGasWei === null ? null : maxPriorityFeePerGasWei.toString(),
    access_list_hash: type === 0 ? null : accessListHash(accessList),
    unsigned_tx_hash: digest,
    request_id: name.requestId,
    expires_at: name.expiresAtSec,
  };
}

/** Keccak-256 over the list in RLP, as it stands in the transaction (EIP-2930). */
function accessListHash(accessList: readonly AccessEntry[]): string {
  return keccak256(encodeRlp(accessList.map(({ address, storageKeys }) => [address, [...storageKeys]])));
}

function quantity(value: bigint): string {
  return `0x${value.toString(16)}`;
}
