import * as z from 'zod';
import { type Address, parseAddress } from '../../domain/address.ts';
import { hexOf, readHex } from '../../domain/hex.ts';
import { readJson } from '../../domain/read-json.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { SignableTransaction } from '../../domain/transaction/signable.ts';
import { hasRepeatedKeys } from '../keystore/repeated-keys.ts';
import { chooseAccount } from './choose-account.ts';
import type { RemoteDialect } from './dialect.ts';
import type { ServiceCalls } from './service-calls.ts';
import { type Asked, failureError, refused, rpcError, shapeError, statusError, unavailable } from './service-errors.ts';
import { readSignature } from './signature-text.ts';

/** Every method that is ever called. All others Web3Signer hands on to a node, and `eth_sendTransaction` it signs and sends. */
type RpcMethod = 'eth_accounts' | 'eth_signTransaction' | 'eth_sign';

const id = 1;
const RpcAnswer = z.union([
  z.strictObject({ jsonrpc: z.literal('2.0'), id: z.literal(id), result: z.unknown() }),
  z.strictObject({
    jsonrpc: z.literal('2.0'),
    id: z.literal(id),
    error: z.object({ code: z.number().int(), message: z.string() }),
  }),
]);

/**
 * Web3Signer's JSON-RPC interface. The service builds the transaction itself: it takes no access list, none of type 1, fills in what is
 * missing and signs for its own chain whatever is asked. So every field is said, what it cannot carry is refused here, and the proof
 * afterwards decides.
 */
export function createWeb3signerRpc(calls: ServiceCalls, pinned: () => Address | null): RemoteDialect {
  async function ask(method: RpcMethod, params: readonly unknown[], signal: AbortSignal): Promise<Result<unknown>> {
    const asked: Asked = method === 'eth_accounts' ? 'read' : 'sign';
    const answer = await calls.post('/', JSON.stringify({ jsonrpc: '2.0', id, method, params }), signal);
    if (!answer.ok) return err(failureError(answer.error, asked));
    const { body, status } = answer.value;
    const parsed = RpcAnswer.safeParse(readJson(body));
    if (parsed.success && !hasRepeatedKeys(body)) {
      if ('error' in parsed.data) return err(rpcError(answer.value, parsed.data.error, asked));
      if (status === 200) return ok(parsed.data.result);
    }
    return err(status === 200 ? shapeError('it answered with no JSON-RPC', asked) : statusError(answer.value, asked));
  }

  return {
    title: 'Web3Signer (JSON-RPC)',
    capabilities: { types: [0, 2], accessLists: false, hasScreen: false, signsTexts: true },
    async address(signal) {
      const answer = await ask('eth_accounts', [], signal);
      if (!answer.ok) return answer;
      const said = z.array(z.string()).max(10_000).safeParse(answer.value);
      const found = said.success ? said.data.map(parseAddress) : [null];
      if (!found.every((address) => address !== null)) return err(shapeError('it answered with no accounts', 'read'));
      const chosen = chooseAccount(
        found.map((address) => ({ address })),
        pinned(),
      );
      return chosen.ok ? ok(chosen.value.address) : chosen;
    },
    async sign(transaction, signal) {
      const { accessList, type } = transaction.transaction;
      if (type === 1 || accessList.length > 0) {
        return err(refused('access-list', 'its JSON-RPC carries no access lists; REST does'));
      }
      const answer = await ask('eth_signTransaction', [rpcTransaction(transaction)], signal);
      if (!answer.ok) return answer;
      const raw = typeof answer.value === 'string' ? readHex(answer.value) : null;
      if (raw === null || raw === '0x') return err(shapeError('it answered with no signed transaction', 'sign'));
      return ok({ form: 'raw', raw, clearSigned: null });
    },
    async signText(text, signal) {
      const address = pinned();
      if (address === null) return err(unavailable('not-pinned', 'no address of it is pinned'));
      const answer = await ask('eth_sign', [address, hexOf(new TextEncoder().encode(text))], signal);
      if (!answer.ok) return answer;
      const numbers = typeof answer.value === 'string' ? readSignature(answer.value) : null;
      return numbers === null ? err(shapeError('it answered with no signature', 'sign')) : ok(numbers);
    },
  };
}

/** Every field by name, `data` and never `input` beside it; both prices of type 2 or the one of type 0. */
function rpcTransaction({ from, transaction }: SignableTransaction): Readonly<Record<string, string>> {
  const { gasPriceWei, maxFeePerGasWei, maxPriorityFeePerGasWei, to } = transaction;
  return {
    from,
    ...(to === null ? {} : { to }),
    type: quantity(BigInt(transaction.type)),
    chainId: quantity(transaction.chainId),
    nonce: quantity(BigInt(transaction.nonce)),
    gas: quantity(transaction.gas),
    value: quantity(transaction.valueWei),
    data: transaction.data,
    ...(gasPriceWei === null ? {} : { gasPrice: quantity(gasPriceWei) }),
    ...(maxFeePerGasWei === null ? {} : { maxFeePerGas: quantity(maxFeePerGasWei) }),
    ...(maxPriorityFeePerGasWei === null ? {} : { maxPriorityFeePerGas: quantity(maxPriorityFeePerGasWei) }),
  };
}

function quantity(value: bigint): string {
  return `0x${value.toString(16)}`;
}
