import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../core/domain/result.ts';
import { beginEmergency } from '../../../core/procedures/emergency/begin-emergency.ts';
import { type BalanceParts, balancesInEmergency } from '../../../core/rotations/emergency-balances.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { keptKey } from '../procedures/rotation-world.ts';

const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const unreachable = { code: 'chain-unreachable', retry: 'safe', chainId: '7', why: 'down' } as const;

/** A chain that the console knows: without an RPC, one that does not answer, or with so many wei at the address. */
type ChainOf = 'no-rpc' | 'down' | bigint;

/** What is found at the address of a keystore over these chains, numbered from 7 where no token is known. */
async function found(chains: Readonly<Record<string, ChainOf>>, of: string | null = address) {
  const all = Object.entries(chains).map(([name, state], index) => ({ name, state, chainId: 7_000_007 + index }));
  const asked: string[] = [];
  const parts = {
    book: { tokens: () => [] },
    chains: {
      list: () =>
        all.map(({ chainId, name, state }) => ({ chainId, name, rpc: state === 'no-rpc' ? 'none' : 'vault' })),
      access(chainId: bigint) {
        const state = all.find((one) => BigInt(one.chainId) === chainId)?.state;
        const balanceWei = async (owner: string) => {
          asked.push(owner);
          return typeof state === 'bigint' ? ok(state) : err(unreachable);
        };
        return state === 'no-rpc'
          ? err(unreachable)
          : ok({ chain: { chainId, nativeSymbol: 'ETH' }, reader: { balanceWei } });
      },
    },
    signing: {
      active: { chip: () => ({ address: of === null ? null : '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' }) },
    },
  } as unknown as BalanceParts;
  const key = { ...keptKey('c1', 'active', 1), kind: 'keystore-password', subject: null } as const;
  const at = { nowMs: 5, sinceMs: null, address: of, tokenMark: null, hasWorked: false };
  const answer = await balancesInEmergency(parts, unwrap(beginEmergency(key, 'suspected-compromise', at)));
  expect(answer.isClear).toBe(false);
  return { asked, lines: answer.found.map(({ strength, text }) => `${strength}: ${text}`) };
}

describe('what lies at an address in an emergency', () => {
  it('is not called nothing where no chain has an RPC: it says that nothing was read, and where to look', async () => {
    const { lines } = await found({ Base: 'no-rpc', Ethereum: 'no-rpc' });
    expect(lines).toEqual([
      `failed: No chain can be asked here, because no RPC is set or the vault that keeps it is locked. Nothing was read: look at ${address} in an explorer.`,
    ]);
  });

  it('is told of each chain that was read, and each that was not is named', async () => {
    const { asked, lines } = await found({ Base: 2n * 10n ** 18n, Ethereum: 'down', Linea: 'no-rpc', Empty: 0n });
    expect(lines).toEqual([
      'weak: There now: 2 ETH on Base. Read on Base, Empty: the coin, and the tokens that are known here. Compare it with what you know was there.',
      `failed: Ethereum could not be read (chain-unreachable): look at ${address} in an explorer.`,
      `failed: Not read, because no RPC of it is known here: Linea. Look at ${address} in an explorer.`,
    ]);
    expect(new Set(asked)).toEqual(new Set([address]));
  });

  it('says no word of what is there where no chain answered', async () => {
    const { lines } = await found({ Ethereum: 'down' });
    expect(lines).toEqual([
      `failed: Ethereum could not be read (chain-unreachable): look at ${address} in an explorer.`,
    ]);
  });

  it('says so where nobody knows the address', async () => {
    const { lines } = await found({ Base: 1n }, null);
    expect(lines).toEqual([
      'failed: Which address it signs for is not known here, so nothing was read: look at it in an explorer.',
    ]);
  });
});
