import type { Address } from '../address.ts';
import { type CallReader, type CallSite, type Reading, tokenAmount } from './call-reader.ts';
import type { CallWarning, TokenAmount } from './decoded-call.ts';

const zeroAddress = '0x0000000000000000000000000000000000000000';
/** From here on an allowance has no bound: the largest that tokens keeping 96 bits (UNI, COMP) take as endless. */
export const unlimitedFrom = 2n ** 96n - 1n;

/** The calls of ERC-20 (https://eips.ethereum.org/EIPS/eip-20) and its usual additions, of collections, and of wrapped ether (WETH9). */
export const tokenCalls: readonly CallReader[] = [
  {
    signature: 'transfer(address,uint256)',
    selector: '0xa9059cbb',
    types: ['address', 'uint256'],
    isPayable: false,
    read([to, raw], site) {
      const amount = ownAmount(site, raw as bigint);
      return about(amount, { kind: 'erc20-transfer', to: to as Address, amount }, toward(to as Address, site));
    },
  },
  {
    signature: 'transferFrom(address,address,uint256)',
    selector: '0x23b872dd',
    types: ['address', 'address', 'uint256'],
    isPayable: false,
    read([from, to, raw], site) {
      const amount = ownAmount(site, raw as bigint);
      const meaning = { kind: 'erc20-transfer-from', from: from as Address, to: to as Address, amount } as const;
      return about(amount, meaning, toward(to as Address, site));
    },
  },
  {
    signature: 'approve(address,uint256)',
    selector: '0x095ea7b3',
    types: ['address', 'uint256'],
    isPayable: false,
    read: ([spender, raw], site) => approval('erc20-approve', spender as Address, raw as bigint, site),
  },
  {
    signature: 'increaseAllowance(address,uint256)',
    selector: '0x39509351',
    types: ['address', 'uint256'],
    isPayable: false,
    read: ([spender, raw], site) => approval('erc20-increase-allowance', spender as Address, raw as bigint, site),
  },
  {
    signature: 'setApprovalForAll(address,bool)',
    selector: '0xa22cb465',
    types: ['address', 'bool'],
    isPayable: false,
    read([operator, isApproved]) {
      const meaning = {
        kind: 'set-approval-for-all',
        operator: operator as Address,
        isApproved: isApproved as boolean,
      } as const;
      // Collections are on no list, so the contract is never a known one.
      return { meaning, warnings: ['unknown-contract', ...(meaning.isApproved ? (['operator-of-all'] as const) : [])] };
    },
  },
  {
    signature: 'deposit()',
    selector: '0xd0e30db0',
    types: [],
    isPayable: true,
    read: (_values, site) => wrapping('weth-deposit', site.valueWei, site),
  },
  {
    signature: 'withdraw(uint256)',
    selector: '0x2e1a7d4d',
    types: ['uint256'],
    isPayable: false,
    read: ([raw], site) => wrapping('weth-withdraw', raw as bigint, site),
  },
];

function ownAmount(site: CallSite, raw: bigint): TokenAmount {
  return tokenAmount(site, site.contract, raw);
}

function about(amount: TokenAmount, meaning: Reading['meaning'], warnings: readonly CallWarning[]): Reading {
  return { meaning, warnings: amount.known === null ? [...warnings, 'unknown-contract', 'unknown-token'] : warnings };
}

function toward(to: Address, { contract }: CallSite): readonly CallWarning[] {
  if (to === zeroAddress) return ['to-zero-address'];
  return to === contract ? ['to-the-token-itself'] : [];
}

function approval(
  kind: 'erc20-approve' | 'erc20-increase-allowance',
  spender: Address,
  raw: bigint,
  site: CallSite,
): Reading {
  const amount = ownAmount(site, raw);
  const isUnlimited = raw >= unlimitedFrom;
  return about(amount, { kind, spender, amount, isUnlimited }, isUnlimited ? ['unlimited-approval'] : []);
}

function wrapping(kind: 'weth-deposit' | 'weth-withdraw', raw: bigint, site: CallSite): Reading {
  const isKnown = site.chain.wrappedNative === site.contract;
  return { meaning: { kind, amount: ownAmount(site, raw) }, warnings: isKnown ? [] : ['unknown-contract'] };
}
