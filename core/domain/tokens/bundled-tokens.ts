import { address } from '../address.ts';
import type { KnownToken } from './token-list.ts';

const on = (chainId: bigint, tokens: readonly (readonly [string, number, string])[]): readonly KnownToken[] =>
  tokens.map(([symbol, decimals, at]) => ({ chainId, symbol, decimals, address: address(at), source: 'bundled' }));

/**
 * The tokens that ship: symbol, decimals and contract of what is traded most on each known chain. '.e' names a token that came over
 * a bridge where the issuer has one of its own. Held in tests against the list that Ledger signs.
 */
export const bundledTokens: readonly KnownToken[] = [
  ...on(1n, [
    ['WETH', 18, '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2'],
    ['USDC', 6, '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'],
    ['USDT', 6, '0xdAC17F958D2ee523a2206206994597C13D831ec7'],
    ['DAI', 18, '0x6B175474E89094C44Da98b954EedeAC495271d0F'],
    ['WBTC', 8, '0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599'],
    ['LINK', 18, '0x514910771AF9Ca656af840dff83E8264EcF986CA'],
    ['UNI', 18, '0x1f9840a85d5aF5bf1D1762F925BDADdC4201F984'],
    ['wstETH', 18, '0x7f39C581F595B53c5cb19bD0b3f8dA6c935E2Ca0'],
  ]),
  ...on(10n, [
    ['WETH', 18, '0x4200000000000000000000000000000000000006'],
    ['USDC', 6, '0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85'],
    ['USDC.e', 6, '0x7F5c764cBc14f9669B88837ca1490cCa17c31607'],
    ['USDT', 6, '0x94b008aA00579c1307B0EF2c499aD98a8ce58e58'],
    ['DAI', 18, '0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1'],
    ['WBTC', 8, '0x68f180fcCe6836688e9084f035309E29Bf0A2095'],
    ['OP', 18, '0x4200000000000000000000000000000000000042'],
  ]),
  ...on(8453n, [
    ['WETH', 18, '0x4200000000000000000000000000000000000006'],
    ['USDC', 6, '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913'],
    ['USDbC', 6, '0xd9aAEc86B65D86f6A7B5B1b0c42FFA531710b6CA'],
    ['cbBTC', 8, '0xcbB7C0000aB88B473b1f5aFd9ef808440eed33Bf'],
    ['EURC', 6, '0x60a3E35Cc302bFA44Cb288Bc5a4F316Fdb1adb42'],
    ['AERO', 18, '0x940181a94A35A4569E4529A3CDfB74e38FD98631'],
  ]),
  ...on(42161n, [
    ['WETH', 18, '0x82aF49447D8a07e3bd95BD0d56f35241523fBab1'],
    ['USDC', 6, '0xaf88d065e77c8cC2239327C5EDb3A432268e5831'],
    ['USDC.e', 6, '0xFF970A61A04b1cA14834A43f5dE4533eBDDB5CC8'],
    ['USDT', 6, '0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9'],
    ['DAI', 18, '0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1'],
    ['WBTC', 8, '0x2f2a2543B76A4166549F7aaB2e75Bef0aefC5B0f'],
    ['ARB', 18, '0x912CE59144191C1204E64559FE8253a0e49E6548'],
    ['LINK', 18, '0xf97f4df75117a78c1A5a0DBb814Af92458539FB4'],
  ]),
];
