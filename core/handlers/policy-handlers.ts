import type { Handlers } from '../contract/methods.ts';
import { ok } from '../domain/result.ts';
import { unknownTransactionFacts } from '../policy/transaction-facts.ts';
import { requestPolicyChange, tightenPolicy } from '../policy-changes.ts';
import { simulationFacts, spendUsage, usageNow } from '../policy-facts.ts';
import { recordedRequests } from '../recorded-requests.ts';
import { simulatedTransactionFacts } from '../simulated-transaction.ts';
import { actorOf, type HandlerParts, withPaper } from './parts.ts';

type Names =
  | 'policy.get'
  | 'policy.simulate'
  | 'policy.compare'
  | 'policy.usage'
  | 'policy.replay'
  | 'policy.tighten'
  | 'policy.requestChange';

/** The policy: what it is, what it would do, and changing it. */
export function policyHandlers(parts: HandlerParts): Pick<Handlers, Names> {
  const { policy } = parts;
  return {
    'policy.get': () => ok(policy.describe()),
    'policy.simulate': async (input) => {
      const facts = await simulationFacts(parts.openPaper(), input);
      const open = input.kind === 'transaction' ? await parts.transactions() : null;
      const known =
        input.kind === 'transaction' && open?.ok === true
          ? simulatedTransactionFacts(open.value.trading, input.transaction)
          : unknownTransactionFacts;
      const { verdict, rulings } = policy.simulate(input, facts, known);
      return ok({ verdict, rulings: [...rulings] });
    },
    'policy.compare': ({ document }) => ok({ digest: policy.digest(), change: policy.compare(document) }),
    'policy.usage': () =>
      withPaper(parts, async (paper) => {
        const open = await parts.transactions();
        return ok([
          ...(await usageNow(policy, paper, parts.exchanges.dayLoss.lost())),
          ...(open.ok ? spendUsage(policy.limits(), open.value.trading) : []),
        ]);
      }),
    'policy.replay': async ({ document, limit }) => {
      const requests = await recordedRequests(parts.audit, limit);
      return requests.ok ? ok(policy.replay(requests.value, document ?? null)) : requests;
    },
    'policy.tighten': (change, face) => tightenPolicy(parts, change, actorOf(face)),
    'policy.requestChange': (change) => requestPolicyChange(parts, change),
  };
}
