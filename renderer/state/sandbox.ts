import type { WireIn } from '../../core/contract/methods.ts';

/** What the sandbox asks about. */
export type Simulation = WireIn<'policy.simulate'>;

/** An order and a transaction to start from. */
export const sandboxExamples = {
  order: `{
  "exchange": "practice",
  "symbol": "BTC/USDT",
  "marketType": "spot",
  "side": "buy",
  "type": "limit",
  "amount": "0.01",
  "price": "60000",
  "timeInForce": "gtc"
}`,
  transaction: `{
  "chainId": "1",
  "to": "0x1111111111111111111111111111111111111111",
  "value": "0",
  "gas": "21000",
  "maxFeePerGas": "20000000000",
  "data": "0x"
}`,
} as const;

const transactionFields = ['chainId', 'to', 'value', 'gas', 'gasPrice', 'maxFeePerGas', 'data', 'nonce'];

/** What was pasted, as a question for the policy; or what is wrong with it. Unknown fields are the core's to refuse. */
export function readSandbox(
  text: string,
  layer: 'engine' | 'signer',
): { readonly input: Simulation } | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'This is not JSON. Start from one of the examples.' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problem: 'An order or a transaction is an object with named fields.' };
  }
  const isTransaction = transactionFields.some((field) => Object.hasOwn(value, field));
  const input = isTransaction
    ? { kind: 'transaction', transaction: value, layer }
    : { kind: 'order', order: value, layer };
  return { input: input as Simulation };
}
