import { type ReactElement, useState } from 'react';
import type { PolicyReplay, ReplayedRequest } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { counted, grouped } from '../../format/amount.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Problem } from '../../parts/problem.tsx';
import type { PolicyDraft } from './use-policy-draft.ts';

const verdicts = { allow: 'Allowed', 'needs-approval': 'Needs approval', deny: 'Denied' } as const;

const columns: readonly Column<ReplayedRequest>[] = [
  { key: 'time', title: 'Time', width: '84px', cell: (row) => <Moment atMs={Date.parse(row.timestamp)} /> },
  { key: 'market', title: 'Market', width: '80px', cell: (row) => shownText(row.symbol) },
  { key: 'side', title: 'Side', width: '36px', cell: (row) => shownText(row.side) },
  { key: 'amount', title: 'Amount', width: 'minmax(72px, 1fr)', isFigure: true, cell: (row) => grouped(row.amount) },
  { key: 'was', title: 'Was', width: '60px', cell: (row) => row.was },
  {
    key: 'now',
    title: 'Would be',
    width: 'minmax(96px, 1.6fr)',
    cell: (row) => (
      <span
        className="replay-now"
        data-verdict={row.now}
        data-differs={(row.was === 'allowed') !== (row.now !== 'deny')}
      >
        {verdicts[row.now]}
        {row.codes.length === 0 ? '' : `: ${shownText(row.codes.join(', ')).replaceAll('_', ' ')}`}
      </span>
    ),
  },
];

/** What the draft (or the policy in force, when nothing is changed) would have done to the last 500 requests. */
export function PolicyReplayTab({
  draft,
  digest,
}: {
  readonly draft: PolicyDraft;
  readonly digest: string;
}): ReactElement {
  const [result, setResult] = useState<{ readonly of: string; readonly replay: PolicyReplay } | null>(null);
  const [problem, setProblem] = useState<AppError | null>(null);
  const [isRunning, setRunning] = useState(false);
  const isDraft = draft.isChanged && draft.document !== null;

  async function run(): Promise<void> {
    setRunning(true);
    const answer = await bridge().ask['policy.replay'](
      isDraft && draft.document !== null ? { document: draft.document } : {},
    );
    setRunning(false);
    setProblem(answer.ok ? null : answer.error);
    if (answer.ok) setResult({ of: isDraft ? 'The draft' : 'The policy in force', replay: answer.value });
  }

  return (
    <div className="replay" data-digest={digest}>
      <div className="replay-head">
        <button type="button" className="button" disabled={isRunning} onClick={() => void run()}>
          {isRunning ? 'Replaying' : `Replay ${isDraft ? 'the draft' : 'what is in force'}`}
        </button>
        <p role="status">
          {result === null ? 'Judges the last 500 recorded orders again, on the facts of then.' : sentenceOf(result)}
        </p>
      </div>
      {problem === null ? null : <Problem error={problem} />}
      {result === null || result.replay.byRule.length === 0 ? null : (
        <ul className="replay-rules" aria-label="Rules that spoke against requests">
          {result.replay.byRule.map(({ rule, times }) => (
            <li key={rule}>
              {shownText(rule).replaceAll('-', ' ')}: {counted(times)}
            </li>
          ))}
        </ul>
      )}
      {result === null ? null : (
        <DataTable
          label="Requests judged again"
          columns={columns}
          rows={result.replay.rows}
          rowKey={(row) => String(row.auditId)}
          empty="No order was recorded yet. Place one on the Trade screen, then replay."
        />
      )}
    </div>
  );
}

function sentenceOf({ of, replay }: { readonly of: string; readonly replay: PolicyReplay }): string {
  const { requests, allowed, needsApproval, denied } = replay;
  if (requests === 0) return 'No order was recorded yet.';
  const asked = needsApproval === 0 ? '' : `, asks about ${counted(needsApproval)}`;
  return `${of} allows ${counted(allowed)} of ${counted(requests)}${asked}, denies ${counted(denied)}.`;
}
