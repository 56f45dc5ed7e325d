import type { RpcEndpoint } from '../../core/chain/json-rpc.ts';
import { type RpcUrl, readRpcUrl } from '../../core/chain/rpc-url.ts';
import { systemClock } from '../../core/node-ports.ts';
import type { Clock } from '../../core/ports.ts';

/** How a node at `url` is asked in tests: with the real fetch, and the real clock unless another is given. */
export function endpointOf(url: string, chainId = 31337n, clock: Clock = systemClock): RpcEndpoint {
  return { chainId, url: rpcUrl(url), fetch: (to, init) => fetch(to, init), clock };
}

/** An address that can be read; throws on one that cannot. */
export function rpcUrl(text: string): RpcUrl {
  const read = readRpcUrl(text);
  if (!read.ok) throw new Error(`not an RPC's address: ${text}`);
  return read.value;
}
