/** The rules by the names under which the Policy screen lists them; a test holds them against the rules' own titles. */
const names: Readonly<Record<string, string>> = {
  'amount-valid': 'Amount',
  'approval-mode': 'Approval',
  'day-notional': 'Per 24 hours',
  'exchange-allowlist': 'Exchanges',
  'hour-notional': 'Per hour',
  'kill-switch': 'Kill switch',
  'market-type-allowlist': 'Market types',
  'order-amount': 'Largest order',
  'order-notional': 'Largest notional',
  'order-side': 'Side',
  'order-type': 'Order type',
  'orders-per-minute': 'Orders per minute',
  'position-limit': 'Largest position',
  'price-band': 'Price band',
  'price-valid': 'Price',
  'sign-chain-id': 'Chains',
  'sign-contract-creation': 'Contract creation',
  'sign-data': 'Most calldata',
  'sign-gas': 'Most gas',
  'sign-gas-price': 'Highest gas price',
  'sign-to': 'Recipients',
  'sign-value': 'Largest value',
  'signer-address': 'Signers',
  'signer-chain-id': 'Chains',
  'signer-contract-creation': 'Contract creation refused',
  'signer-data': 'Most calldata',
  'signer-gas': 'Most gas',
  'signer-gas-price': 'Highest gas price',
  'signer-policy-enabled': 'Signer policy',
  'signer-to': 'Recipients',
  'signer-value': 'Largest value',
  'symbol-allowlist': 'Markets',
  'time-in-force': 'Time in force',
  'transaction-shape': 'Transaction',
};

/** A rule's name inside a sentence: 'largest notional'. A rule that has none here is named by its id with spaces. */
export function ruleName(rule: string): string {
  return (Object.hasOwn(names, rule) ? (names[rule] ?? rule) : rule.replaceAll('-', ' ')).toLowerCase();
}
