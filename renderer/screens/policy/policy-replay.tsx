import { type ReactElement, useState } from 'react';
import type { PolicyReplay, ReplayedRequest } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { counted, grouped } from '../../format/amount.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Problem } from '../../parts/problem.tsx';
import { ruleName } from '../../state/rule-names.ts';
import type { PolicyDraft } from './use-policy-draft.ts';

const verdicts = { allow: 'Allowed', 'needs-approval': 'Needs approval', deny: 'Denied' } as const;

const columns: readonly Column<ReplayedRequest>[] = [
  { key: 'time', title: 'Time', width: '72px', cell: (row) => <Moment atMs={Date.parse(row.timestamp)} /> },
  {
    key: 'order',
    title: 'Order',
    width: 'minmax(120px, 1.2fr)',
    cell: (row) => `${row.side === 'buy' ? 'Buy' : 'Sell'} ${grouped(row.amount)} ${shownText(row.symbol)}`,
  },
  { key: 'was', title: 'Was', width: '56px', cell: (row) => row.was },
  {
    key: 'now',
    title: 'Would be',
    width: 'minmax(88px, 1fr)',
    cell: (row) => (
      <span
        className="replay-now"
        title={codesOf(row)}
        data-verdict={row.now}
        data-differs={(row.was === 'allowed') !== (row.now !== 'deny')}
      >
        {verdicts[row.now]}
        {row.codes.length === 0 ? '' : `: ${codesOf(row)}`}
      </span>
    ),
  },
];

function codesOf({ codes }: ReplayedRequest): string {
  return shownText(codes.join(', ')).replaceAll('_', ' ');
}

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
              {shownText(ruleName(rule))}: {counted(times)}
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
