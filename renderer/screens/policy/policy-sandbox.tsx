import { type ReactElement, useState } from 'react';
import type { Out } from '../../../core/contract/methods.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { Problem } from '../../parts/problem.tsx';
import { Rulings } from '../../parts/rulings.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { readSandbox, sandboxExamples } from '../../state/sandbox.ts';
import type { PolicyDraft } from './use-policy-draft.ts';

const layers = [
  { value: 'engine', text: 'Engine' },
  { value: 'signer', text: 'Signer' },
] as const;

const verdicts = {
  allow: 'Every rule allows it.',
  'needs-approval': 'It needs your approval.',
  deny: 'The policy denies it.',
} as const;

/** Judges an order or a transaction that is only pasted; nothing is ever sent from here. */
export function PolicySandbox({ draft }: { readonly draft: PolicyDraft }): ReactElement {
  const [text, setText] = useState<string>(sandboxExamples.order);
  const [layer, setLayer] = useState<'engine' | 'signer'>('engine');
  const [answer, setAnswer] = useState<Out<'policy.simulate'> | null>(null);
  const [problem, setProblem] = useState<AppError | string | null>(null);

  async function judge(): Promise<void> {
    setAnswer(null);
    setProblem(null);
    const reading = readSandbox(text, layer);
    if ('problem' in reading) return setProblem(reading.problem);
    const document = draft.isChanged && draft.document !== null ? { document: draft.document } : {};
    const judged = await bridge().ask['policy.simulate']({ ...reading.input, ...document });
    if (judged.ok) setAnswer(judged.value);
    else setProblem(judged.error);
  }

  return (
    <div className="sandbox">
      <div className="sandbox-head">
        <Segmented label="Layer" className="quiet" value={layer} options={layers} onChange={setLayer} />
        <span className="sandbox-examples">
          Example:
          {(['order', 'transaction'] as const).map((kind) => (
            <button key={kind} type="button" className="text-button" onClick={() => setText(sandboxExamples[kind])}>
              {kind}
            </button>
          ))}
        </span>
      </div>
      <label className="sandbox-label" htmlFor="sandbox-text">
        An order or a transaction as JSON. Nothing is sent.
      </label>
      <textarea
        id="sandbox-text"
        className="input sandbox-text"
        spellCheck={false}
        rows={12}
        maxLength={100_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="button-row">
        <button type="button" className="button" onClick={() => void judge()}>
          Judge by {draft.isChanged ? 'the draft' : 'what is in force'}
        </button>
        <p role="status" className="sandbox-verdict" data-verdict={answer?.verdict}>
          {answer === null ? '' : verdicts[answer.verdict]}
        </p>
      </div>
      {problem === null ? null : typeof problem === 'string' ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : (
        <Problem error={problem} />
      )}
      {answer === null ? null : <Rulings rulings={answer.rulings} />}
    </div>
  );
}
