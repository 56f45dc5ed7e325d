import { allow, deny, type TransactionRule } from '../rule.ts';
import { spendLimit } from '../transaction-limits.ts';

const code = 'live_limit_missing';

/**
 * Where real money moves nothing passes for want of a rule: chain and recipient must be named by a list, value and gas be bounded, and of
 * whatever it moves there must be a most per 24 hours. What only takes back, or goes to the rescue address, needs none of that. For
 * transactions on real chains only.
 */
export const liveTransactionLimits: TransactionRule = {
  id: 'live-transaction-limits',
  title: 'Limits for live',
  appliesTo: 'transaction',
  judge(_transaction, limits, { isRescue, isTakingBack, spends }) {
    if (isRescue || isTakingBack) return allow('It only makes safe: it needs no limit.');
    const { allowChainIds, allowToAddresses, maxDaySpend, maxGas, maxValueWei } = limits;
    if (allowChainIds === undefined) return deny(code, 'No list names the chains that may be signed for live.');
    if (allowToAddresses === undefined) return deny(code, 'No list names the addresses that may be sent to live.');
    if (maxValueWei === undefined) return deny(code, 'No largest value is set, so nothing is signed live.');
    if (maxGas === undefined) return deny(code, 'No most gas is set, so nothing is signed live.');
    if (spends === null) return deny(code, 'What it moves is not known, so no limit can be held against it.');
    const bare = spends.find(({ asset }) => spendLimit(maxDaySpend, asset) === undefined);
    if (bare === undefined) return allow('The chain, the recipient and all that it moves have limits.');
    return deny(code, `No most in 24 hours is set or armed for ${bare.asset}, so none is sent live.`, {
      asset: bare.asset,
    });
  },
  standing: () => 'real chains only',
};
