import type { OrderRule, TransactionRule } from './rule.ts';
import { amountValid } from './rules/amount-valid.ts';
import { approvalMode } from './rules/approval-mode.ts';
import { blindSigning } from './rules/blind-signing.ts';
import { callAllowlist } from './rules/call-allowlist.ts';
import { coolingOff } from './rules/cooling-off.ts';
import { dayNotional } from './rules/day-notional.ts';
import { daySpend } from './rules/day-spend.ts';
import { exchangeAllowlist } from './rules/exchange-allowlist.ts';
import { hourNotional } from './rules/hour-notional.ts';
import { hourSpend } from './rules/hour-spend.ts';
import { killSwitch } from './rules/kill-switch.ts';
import { liveLimits } from './rules/live-limits.ts';
import { liveTransactionLimits } from './rules/live-transaction-limits.ts';
import { marketTypeAllowlist } from './rules/market-type-allowlist.ts';
import { orderAmount } from './rules/order-amount.ts';
import { orderNotional } from './rules/order-notional.ts';
import { orderSide } from './rules/order-side.ts';
import { orderType } from './rules/order-type.ts';
import { ordersPerMinute } from './rules/orders-per-minute.ts';
import { positionLimit } from './rules/position-limit.ts';
import { priceBand } from './rules/price-band.ts';
import { priceValid } from './rules/price-valid.ts';
import { signChainId } from './rules/sign-chain-id.ts';
import { signContractCreation } from './rules/sign-contract-creation.ts';
import { signData } from './rules/sign-data.ts';
import { signGas } from './rules/sign-gas.ts';
import { signGasPrice } from './rules/sign-gas-price.ts';
import { signTo } from './rules/sign-to.ts';
import { signValue } from './rules/sign-value.ts';
import { signerAddress } from './rules/signer-address.ts';
import { stopPrice } from './rules/stop-price.ts';
import { symbolAllowlist } from './rules/symbol-allowlist.ts';
import { timeInForce } from './rules/time-in-force.ts';
import { transactionApproval } from './rules/transaction-approval.ts';
import { transactionFee } from './rules/transaction-fee.ts';
import { transactionShape } from './rules/transaction-shape.ts';
import { unlimitedApproval } from './rules/unlimited-approval.ts';

/** What protects an order, in the order it is told. */
export const orderRules: readonly OrderRule[] = [
  killSwitch,
  exchangeAllowlist,
  symbolAllowlist,
  marketTypeAllowlist,
  orderAmount,
  orderNotional,
  hourNotional,
  dayNotional,
  ordersPerMinute,
  positionLimit,
  priceBand,
  orderSide,
  orderType,
  timeInForce,
  amountValid,
  priceValid,
  stopPrice,
  approvalMode,
];

/** What protects an order with real money: all of that, and that there are limits at all. */
export const liveOrderRules: readonly OrderRule[] = [...orderRules, liveLimits];

/** The transaction rules of CUSTODY.md, in the order they are told. */
export const custodyRules: readonly TransactionRule[] = [
  signContractCreation,
  signChainId,
  signTo,
  signValue,
  signGas,
  signGasPrice,
  signData,
  signerAddress,
  transactionShape,
];

/** What protects a transaction, in the order it is told. */
export const transactionRules: readonly TransactionRule[] = [
  ...custodyRules,
  transactionFee,
  hourSpend,
  daySpend,
  callAllowlist,
  coolingOff,
  unlimitedApproval,
  blindSigning,
  transactionApproval,
];

/** What protects a transaction on a real chain: all of that, and that there are limits at all. */
export const liveTransactionRules: readonly TransactionRule[] = [...transactionRules, liveTransactionLimits];
