import * as z from 'zod';
import { type Method, nothing, traders } from '../method.ts';
import * as approvals from '../schemas/approvals.ts';
import * as common from '../schemas/common.ts';
import * as policy from '../schemas/policy.ts';

/** The policy: what it is, what it would do, changing it. */
export const policyMethods = {
  'policy.get': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: z.strictObject({
      document: policy.PolicyDocument,
      digest: z.string(),
      rows: z.array(policy.PolicyRow),
    }),
  },
  'policy.simulate': {
    from: traders,
    effect: 'read',
    input: policy.SimulateInput,
    output: z.strictObject({
      verdict: common.Verdict,
      rulings: z.array(common.RulingShape),
    }),
  },
  'policy.compare': {
    from: traders,
    effect: 'read',
    input: z.strictObject({ document: policy.PolicyDocument }),
    output: z.strictObject({ digest: z.string(), change: policy.PolicyChange }),
  },
  'policy.usage': {
    from: traders,
    effect: 'read',
    input: nothing,
    output: z.array(policy.LimitUse),
  },
  /** What a document would have done to the orders that were asked for; transactions are recorded, but not replayed. */
  'policy.replay': {
    from: traders,
    effect: 'read',
    input: z.strictObject({
      document: policy.PolicyDocument.optional(),
      limit: z.number().int().min(1).max(1000).default(500),
    }),
    output: policy.PolicyReplay,
  },
  'policy.tighten': {
    from: traders,
    effect: 'tighten',
    input: z.strictObject({ document: policy.PolicyDocument, baseDigest: z.string() }),
    output: z.strictObject({ digest: z.string() }),
  },
  'policy.requestChange': {
    from: traders,
    effect: 'write',
    input: z.strictObject({ document: policy.PolicyDocument, baseDigest: z.string() }),
    output: approvals.Approval,
  },
} as const satisfies Readonly<Record<string, Method>>;
