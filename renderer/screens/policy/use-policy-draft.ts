import { useEffect, useMemo, useState } from 'react';
import type { PolicyChange } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import {
  formOf,
  type PolicyField,
  type PolicyForm,
  readPolicyForm,
  type SentDocument,
} from '../../state/policy-form.ts';
import type { Policy } from './use-policy.ts';

/** The document that is being edited, beside the one in force. */
export interface PolicyDraft {
  readonly form: PolicyForm | null;
  readonly issues: Readonly<Partial<Record<PolicyField, string>>>;
  /** The typed document; null where a field cannot be read. */
  readonly document: SentDocument | null;
  /** What it would loosen and tighten; null until the core has said. */
  readonly change: PolicyChange | null;
  readonly problem: AppError | null;
  readonly isChanged: boolean;
  edit(part: Partial<PolicyForm>): void;
  discard(): void;
}

const restMs = 200;

/** The draft of a policy: what is typed, and what the core says it would change. */
export function usePolicyDraft(policy: Policy | null): PolicyDraft {
  const inForce = useMemo(() => (policy === null ? null : formOf(policy.document)), [policy]);
  const [edits, setEdits] = useState<Partial<PolicyForm>>({});
  const [change, setChange] = useState<PolicyChange | null>(null);
  const [problem, setProblem] = useState<AppError | null>(null);
  const form = useMemo(() => (inForce === null ? null : { ...inForce, ...edits }), [inForce, edits]);
  const reading = useMemo(() => (form === null ? null : readPolicyForm(form)), [form]);
  const document = reading !== null && 'document' in reading ? reading.document : null;
  const isChanged =
    form !== null &&
    inForce !== null &&
    Object.entries(form).some(([name, value]) => inForce[name as PolicyField] !== value);

  useEffect(() => {
    setChange(null);
    setProblem(null);
    if (document === null || !isChanged) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await bridge().ask['policy.compare']({ document });
      if (!isCurrent) return;
      if (answer.ok) setChange(answer.value.change);
      else setProblem(answer.error);
    }, restMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [document, isChanged]);

  return {
    form,
    issues: reading !== null && 'issues' in reading ? reading.issues : {},
    document,
    change,
    problem,
    isChanged,
    edit: (part) => setEdits((known) => ({ ...known, ...part })),
    discard: () => setEdits({}),
  };
}
