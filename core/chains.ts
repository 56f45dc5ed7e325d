import { type BroadcastScope, createBroadcaster } from './chain/broadcaster.ts';
import { createChainReader } from './chain/chain-reader.ts';
import type { RpcEndpoint } from './chain/json-rpc.ts';
import { type RpcUrl, readRpcUrl } from './chain/rpc-url.ts';
import type { KnownChain } from './contract/shapes.ts';
import type { Vault } from './custody/vault.ts';
import { type Chain, findChain, knownChains } from './domain/chains.ts';
import { err, ok, type Result } from './domain/result.ts';
import type { Arming, Clock, Fetch } from './ports.ts';
import { rpcSetting } from './settings/rpc-setting.ts';
import type { Settings } from './settings/settings.ts';
import type { AddressBook } from './trading/transactions/address-book.ts';
import { chainScope } from './trading/transactions/chain-scope.ts';
import type { ChainAccess } from './trading/transactions/transaction-trading.ts';

/** The chains that the console knows, and the ways to them. */
export interface Chains {
  /** `not-found` for a chain that is not known, `chain-unreachable` for one whose RPC is not set or cannot be read. */
  access(chainId: bigint): Result<ChainAccess>;
  list(): readonly KnownChain[];
  /** Keeps an RPC's address in the vault. `invalid-input`, `not-found`, `vault-locked`, `storage-failed`. */
  setRpc(chainId: bigint, url: string): Result<void>;
}

/** What chains stand on. */
export interface ChainParts {
  readonly settings: Settings;
  readonly vault: Vault;
  readonly book: AddressBook;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly arming: Arming;
}

/** The chains of a data folder; nothing is asked of any. Without arming only development chains on this machine are sent to. */
export function openChains({ arming, book, clock, fetch, settings, vault }: ChainParts): Chains {
  const opened = new Map<bigint, ChainAccess>();
  const identity = (chainId: bigint): string => `rpc-${chainId}`;

  const urlOf = (chainId: bigint): { readonly from: KnownChain['rpc']; readonly text: string | null } => {
    const given = rpcSetting(settings, chainId);
    if (given !== null) return { from: 'environment', text: given };
    const kept = vault.take(identity(chainId));
    return kept.ok ? { from: 'vault', text: new TextDecoder().decode(kept.value) } : { from: 'none', text: null };
  };

  /** How something is sent to a chain now. A real one that is not armed is as on paper: nothing is. */
  const scopeFor = ({ chainId, isDevelopment }: Chain, kind: 'open' | 'cancel'): BroadcastScope => {
    if (isDevelopment) return { mode: 'paper' };
    if (kind === 'cancel') return { mode: 'live', isArmed: () => true };
    const isArmed = (): boolean => arming.isArmed(chainScope(chainId));
    return isArmed() ? { mode: 'live', isArmed } : { mode: 'paper' };
  };

  const accessTo = (chain: Chain, url: RpcUrl): ChainAccess => {
    const endpoint: RpcEndpoint = { chainId: chain.chainId, url, fetch, clock };
    return {
      chain,
      reader: createChainReader(endpoint),
      broadcaster: (kind) => createBroadcaster(endpoint, scopeFor(chain, kind)),
    };
  };

  return {
    access(chainId) {
      const known = opened.get(chainId);
      if (known !== undefined) return ok(known);
      const chain = findChain(chainId, book.chains());
      if (chain === null) return err({ code: 'not-found', retry: 'never', what: `chain ${chainId}` });
      const { text } = urlOf(chainId);
      const url = text === null ? null : readRpcUrl(text);
      if (url === null || !url.ok) {
        const why =
          url === null ? `no RPC is set for it (PORTCULLIS_RPC_${chainId})` : 'the address of its RPC is not one';
        return err({ code: 'chain-unreachable', retry: 'safe', chainId: chainId.toString(), why });
      }
      const access = accessTo(chain, url.value);
      opened.set(chainId, access);
      return ok(access);
    },
    list() {
      const added = book.chains();
      const isKnown = (id: number): boolean => knownChains.some(({ chainId }) => chainId === BigInt(id));
      const all: readonly (readonly [Chain, KnownChain['source']])[] = [
        ...knownChains.map((chain) => [chain, 'built-in'] as const),
        ...added
          .filter(({ chainId }) => !isKnown(chainId))
          .flatMap(({ chainId }) => {
            const chain = findChain(BigInt(chainId), added);
            return chain === null ? [] : [[chain, 'added'] as const];
          }),
      ];
      return all.map(([{ chainId, isDevelopment, name, nativeSymbol }, source]) => ({
        chainId: Number.parseInt(chainId.toString(), 10),
        name,
        nativeSymbol,
        rpc: urlOf(chainId).from,
        isForPaper: isDevelopment,
        source,
      }));
    },
    setRpc(chainId, text) {
      if (findChain(chainId, book.chains()) === null) {
        return err({ code: 'not-found', retry: 'never', what: `chain ${chainId}` });
      }
      const url = readRpcUrl(text, 'url');
      if (!url.ok) return url;
      const kept = vault.put(identity(chainId), new TextEncoder().encode(text));
      if (kept.ok) opened.delete(chainId);
      return kept;
    },
  };
}
