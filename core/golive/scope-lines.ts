import type { Approval, ArmingScope } from '../contract/shapes.ts';
import { exchanges as known } from '../domain/exchanges.ts';
import { decimal } from '../domain/money.ts';
import { spendWords } from '../domain/spend-words.ts';
import { amountsInWords } from '../policy/assets.ts';
import type { AmountsByAsset } from '../policy/limits.ts';
import { armableSpends, type ChainArmingFacts } from './armable-chains.ts';

/** What is armed, as the person reads it before they approve: where, who signs, and how much in 24 hours. */
export function scopeLines(
  { chains, exchanges, maxDayNotional, maxDaySpend }: ArmingScope,
  facts: ChainArmingFacts,
): Approval['lines'] {
  const open = armableSpends(facts);
  const nameOf = (chainId: number): string => facts.chains.find((chain) => chain.chainId === chainId)?.name ?? 'Chain';
  const notionals: AmountsByAsset = Object.fromEntries(
    Object.entries(maxDayNotional).map(([asset, amount]) => [asset, decimal(amount)]),
  );
  const spent = Object.entries(maxDaySpend).map(([asset, amount]) => {
    const unit = open.find((spend) => spend.asset === asset);
    return unit === undefined ? `${amount} of ${asset}` : spendWords(amount, unit);
  });
  return [
    ...(exchanges.length === 0
      ? []
      : [
          { label: 'Exchanges', text: exchanges.map((name) => known[name].title).join(', ') },
          { label: 'Orders, at most in 24 hours', text: amountsInWords(notionals) ?? 'nothing' },
        ]),
    ...(chains.length === 0
      ? []
      : [
          { label: 'Chains', text: chains.map((chainId) => `${nameOf(chainId)} (${chainId})`).join(', ') },
          { label: 'Signed by', text: facts.signer ?? 'nobody' },
          { label: 'Sent, at most in 24 hours', text: spent.join(', ') },
        ]),
  ];
}
