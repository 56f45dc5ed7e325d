import * as z from 'zod';
import { approver, type Method, nothing, page, traders } from '../method.ts';
import * as approvals from '../schemas/approvals.ts';
import * as common from '../schemas/common.ts';
import * as transactions from '../schemas/transactions.ts';

const token = { chainId: transactions.ChainId, token: transactions.EvmAddress };

/** Transactions on EVM chains, what is held there, and what they need to be understood. */
export const transactionMethods = {
  'transactions.preview': {
    from: traders,
    effect: 'write',
    input: transactions.TransactionDraft,
    output: transactions.TransactionPreview,
  },
  /** A transaction in the place of one that is not in a block yet: the same again for more, or nothing to oneself. */
  'transactions.previewReplace': {
    from: traders,
    effect: 'write',
    input: z.strictObject({
      transactionId: common.Id,
      as: z.enum(['speed-up', 'cancel']),
      fees: transactions.FeeChoice.optional(),
    }),
    output: transactions.TransactionPreview,
  },
  'transactions.submit': {
    from: traders,
    effect: 'write',
    input: z.strictObject({ previewId: common.Id }),
    output: transactions.TransactionSubmission,
  },
  /** Takes a transaction out of the signer's queue, or asks the signer to stop; what it may have signed stays in doubt. */
  'transactions.stopSigning': {
    from: traders,
    effect: 'tighten',
    input: z.strictObject({ transactionId: common.Id }),
    output: transactions.ChainTransaction,
  },
  'transactions.get': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ transactionId: common.Id }),
    output: transactions.ChainTransaction,
  },
  'transactions.list': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ chainId: transactions.ChainId.optional(), open: z.boolean().optional(), ...page }),
    output: z.array(transactions.ChainTransaction),
  },
  'allowances.list': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ chainId: transactions.ChainId }),
    output: z.array(transactions.Allowance),
  },
  /** Judges the taking back of an allowance (to 0), which passes the halt; `transactions.submit` has it signed. */
  'allowances.revoke': {
    from: traders,
    effect: 'write',
    input: z.strictObject({ ...token, spender: transactions.EvmAddress }),
    output: transactions.TransactionPreview,
  },
  'chains.list': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: z.array(transactions.KnownChain),
  },
  /** Asks the person to add a chain by its id. */
  'chains.requestAdd': {
    from: traders,
    effect: 'write',
    input: z.strictObject({
      chainId: transactions.ChainId,
      name: z.string().min(1).max(40),
      nativeSymbol: z.string().regex(/^[A-Za-z0-9]{1,12}$/),
    }),
    output: approvals.Approval,
  },
  /** Keeps the address of a chain's RPC in the vault; it may hold a provider's key. */
  'chains.setRpc': {
    from: approver,
    effect: 'raise',
    input: z.strictObject({ chainId: transactions.ChainId, url: z.string().min(1).max(1000) }),
    output: z.array(transactions.KnownChain),
  },
  'chains.balances': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ chainId: transactions.ChainId }),
    output: z.array(transactions.ChainBalance),
  },
  'tokens.list': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ chainId: transactions.ChainId }),
    output: z.array(transactions.KnownToken),
  },
  /** Asks the token's contract for its symbol and decimals and the person to pin them, once. */
  'tokens.requestPin': {
    from: traders,
    effect: 'write',
    input: z.strictObject(token),
    output: approvals.Approval,
  },
  /** Asks the person for a name for a recipient: from then on it is known, and its cooling-off runs. */
  'recipients.request': {
    from: traders,
    effect: 'write',
    input: z.strictObject({
      chainId: transactions.ChainId,
      address: transactions.EvmAddress,
      name: z.string().min(1).max(60),
    }),
    output: approvals.Approval,
  },
  'recipients.list': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: z.array(
      z.strictObject({
        chainId: transactions.ChainId,
        address: z.string(),
        name: z.string(),
        usableFromMs: common.AtMs.nullable(),
        isRescue: z.boolean(),
      }),
    ),
  },
  /** Asks the person for the rescue address of a chain, typed again in the approval window; usable after 24 hours. */
  'rescue.request': {
    from: traders,
    effect: 'write',
    input: z.strictObject({ chainId: transactions.ChainId, address: transactions.EvmAddress }),
    output: approvals.Approval,
  },
} as const satisfies Readonly<Record<string, Method>>;
