import { allow, deny, noLimit, type TransactionRule } from '../rule.ts';

const hourMs = 60 * 60 * 1000;

/** Nothing goes to, and nothing may be moved by, somebody whom the person has named less than so many hours ago, by confirmed time. */
export const coolingOff: TransactionRule = {
  id: 'cooling-off',
  title: 'Cooling-off for new recipients',
  appliesTo: 'transaction',
  judge({ from }, { coolingOffMs }, { confirmedNowMs, isRescue, isTakingBack, recipients }) {
    if (coolingOffMs === undefined) return noLimit;
    if (isRescue || isTakingBack) return allow('It goes where it always may.');
    if (recipients === null) return deny('recipient_unknown', 'Who would have it in the end is not known.');
    for (const { address, knownSinceMs } of recipients) {
      if (address === from) continue;
      if (knownSinceMs === null) {
        return deny('recipient_unknown', `${address} is no recipient that you have named.`, { address });
      }
      if (confirmedNowMs === 0 || confirmedNowMs - knownSinceMs < coolingOffMs) {
        const hours = `${coolingOffMs / hourMs} hours`;
        return deny('recipient_cooling_off', `${address} can be used ${hours} after it was named.`, { address });
      }
    }
    return allow('Every recipient has been known for long enough.');
  },
  standing: ({ coolingOffMs }) => (coolingOffMs === undefined ? null : `${coolingOffMs / hourMs} hours`),
};
