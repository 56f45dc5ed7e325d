import type { Handlers } from '../contract/methods.ts';
import { ok } from '../domain/result.ts';
import { requestPolicyChange, tightenPolicy } from '../policy-changes.ts';
import { simulationFacts, usageNow } from '../policy-facts.ts';
import { recordedRequests } from '../recorded-requests.ts';
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
      const { verdict, rulings } = policy.simulate(input, await simulationFacts(parts.openPaper(), input));
      return ok({ verdict, rulings: [...rulings] });
    },
    'policy.compare': ({ document }) => ok({ digest: policy.digest(), change: policy.compare(document) }),
    'policy.usage': () => withPaper(parts, async (paper) => ok(await usageNow(policy, paper))),
    'policy.replay': async ({ document, limit }) => {
      const requests = await recordedRequests(parts.audit, limit);
      return requests.ok ? ok(policy.replay(requests.value, document ?? null)) : requests;
    },
    'policy.tighten': (change, face) => tightenPolicy(parts, change, actorOf(face)),
    'policy.requestChange': (change) => requestPolicyChange(parts, change),
  };
}
