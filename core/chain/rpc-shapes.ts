import * as z from 'zod';
import { type Address, parseAddress } from '../domain/address.ts';
import { byteLength, type Hex, readHex } from '../domain/hex.ts';

/** Shapes of answers, by https://ethereum.github.io/execution-apis/. What is used is exact; fields that are not used may be there. */

/** A number as 0x text without leading zeros, below 2^256. */
export const Quantity = z
  .string()
  .regex(/^0x(0|[1-9a-fA-F][0-9a-fA-F]{0,63})$/)
  .transform((text) => BigInt(text));

/** A number that is safe as one: nonces, block numbers, times. */
export const SafeQuantity = z
  .string()
  .regex(/^0x(0|[1-9a-fA-F][0-9a-fA-F]{0,12})$/)
  .transform((text) => Number.parseInt(text.slice(2), 16));

/** Bytes. */
export const Data = z.string().transform((text, context): Hex => {
  const bytes = readHex(text);
  if (bytes !== null) return bytes;
  context.addIssue({ code: 'custom', message: 'is not hexadecimal' });
  return z.NEVER;
});

/** 32 bytes. */
export const Hash = Data.refine((hash) => byteLength(hash) === 32, 'is not 32 bytes');

const At = z.string().transform((text, context): Address => {
  const address = parseAddress(text);
  if (address !== null) return address;
  context.addIssue({ code: 'custom', message: 'is not an address' });
  return z.NEVER;
});

/** A block with the hashes of its transactions. */
export const Block = z.looseObject({
  number: SafeQuantity,
  hash: Hash,
  parentHash: Hash,
  timestamp: SafeQuantity,
  gasLimit: Quantity,
  baseFeePerGas: Quantity.nullish().transform((fee) => fee ?? null),
  transactions: z.array(Hash),
});

/** A transaction, in a block or waiting. */
export const TransactionAnswer = z
  .looseObject({
    hash: Hash,
    from: At,
    nonce: SafeQuantity,
    blockHash: Hash.nullish().transform((hash) => hash ?? null),
    blockNumber: SafeQuantity.nullish().transform((number) => number ?? null),
  })
  .refine(({ blockHash, blockNumber }) => (blockHash === null) === (blockNumber === null), 'contradicts itself');

/** What became of a transaction. `l1Fee` is there on OP-stack chains. */
export const Receipt = z.looseObject({
  transactionHash: Hash,
  from: At,
  blockHash: Hash,
  blockNumber: SafeQuantity,
  status: z.enum(['0x0', '0x1']).transform((status) => status === '0x1'),
  gasUsed: Quantity,
  effectiveGasPrice: Quantity,
  l1Fee: Quantity.nullish().transform((fee) => fee ?? 0n),
});

/** Fees of the last blocks; the base fee of the next one is the last of `baseFeePerGas`. */
export const FeeHistory = z.looseObject({
  oldestBlock: Quantity,
  baseFeePerGas: z.array(Quantity).min(1).max(1025),
  reward: z.array(z.array(Quantity)).max(1024),
});

/** A node's name for itself. */
export const ClientVersion = z.string().max(300);
