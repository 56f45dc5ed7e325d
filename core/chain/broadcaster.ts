import * as z from 'zod';
import { isDevelopmentChain } from '../domain/chains.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { VerifiedTransaction } from '../signers/verify.ts';
import { malformedAnswer } from './chain-errors.ts';
import { createChainReader } from './chain-reader.ts';
import { jsonRpc, type RpcEndpoint } from './json-rpc.ts';
import type { NodeReason } from './node-reason.ts';
import { Hash } from './rpc-shapes.ts';

/**
 * What lets signed bytes out. On paper nothing but a development chain on this machine is spoken to; live, `isArmed` is asked again right
 * before the bytes leave. What only takes back what was begun needs no arming: for that `isArmed` always says yes.
 */
export type BroadcastScope = { readonly mode: 'paper' } | { readonly mode: 'live'; readonly isArmed: () => boolean };

/** Sends signed transactions of one chain, and can do nothing else. */
export interface Broadcaster {
  /**
   * Sends the bytes after asking the node once more which chain it serves. Sending the same bytes again does no harm, and a node that has
   * them already is a success. `mayStill` is asked last, after every wait right before the bytes leave: whatever fails before it has said
   * yes, and what it refuses with, has let nothing out. Every error after that: they may have left, so the transaction is followed.
   */
  broadcast(transaction: VerifiedTransaction, mayStill?: () => Result<void>): Promise<Result<void>>;
}

/** How development nodes name themselves: anvil, hardhat, ganache. */
const developmentClient = /^(anvil|hardhatnetwork|ganache|ethereumjs testrpc)\//i;

/**
 * A broadcaster, made only by a caller that may send. On paper `egress-denied` for an address that is not a literal loopback one and for a
 * chain other than the development chains.
 */
export function createBroadcaster(endpoint: RpcEndpoint, scope: BroadcastScope): Result<Broadcaster> {
  const { chainId, url } = endpoint;
  if (scope.mode === 'paper' && !(url.isLoopback && isDevelopmentChain(chainId))) return denied();
  const reader = createChainReader(endpoint);
  const ask = jsonRpc(endpoint, ['eth_sendRawTransaction']);

  async function mayLeave(): Promise<Result<void>> {
    const confirmed = await reader.confirmChain();
    if (!confirmed.ok || scope.mode === 'live') return confirmed;
    const client = await reader.clientVersion();
    if (!client.ok) return client;
    return developmentClient.test(client.value) ? ok(undefined) : denied();
  }

  return ok({
    async broadcast({ raw, hash, signable }, mayStill = () => ok(undefined)) {
      if (signable.transaction.chainId !== chainId) return denied();
      const may = await mayLeave();
      if (!may.ok) return may;
      if (scope.mode === 'live' && !scope.isArmed()) return denied();
      const still = mayStill();
      if (!still.ok) return still;
      let reason: NodeReason | null = null;
      const answer = await ask('eth_sendRawTransaction', [raw], (why) => {
        reason = why;
      });
      if (!answer.ok) return reason === 'already-known' ? ok(undefined) : answer;
      const named = z.safeParse(Hash, answer.value);
      if (named.success && named.data === hash) return ok(undefined);
      return malformedAnswer(chainId, 'it calls the transaction by another name');
    },
  });
}

function denied(): Result<never> {
  return err({ code: 'egress-denied', retry: 'never', method: 'eth_sendRawTransaction', path: 'rpc' });
}
