import type { ReactElement } from 'react';
import type { CredentialRow, Procedure } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { byDue } from '../../state/custody-order.ts';
import { credentialTitle, dueWords, kindWords } from '../../state/custody-words.ts';
import { snoozeWords } from '../../state/due-words.ts';
import { useNow } from '../../state/now.ts';
import { underWayWords } from '../../state/procedure-words.ts';

interface CredentialListProps {
  readonly credentials: readonly CredentialRow[];
  readonly problems: readonly string[];
  readonly opened: string | null;
  /** The guided procedure that is under way; null while none is. */
  readonly underWay: Procedure | null;
  readonly onOpen: (credentialId: string) => void;
}

const stateMarks = { active: 'In use', standby: 'Kept', retired: 'Retired', missing: 'Missing' } as const;

/** The credentials, the most pressing first, each with what it is, whether it is in use, and when it is due. */
export function CredentialList({ credentials, onOpen, opened, problems, underWay }: CredentialListProps): ReactElement {
  const nowMs = useNow();
  return (
    <div className="pane-scroll">
      {problems.map((problem) => (
        <p key={problem} className="custody-problem" role="alert">
          {shownText(problem)}
        </p>
      ))}
      <ul aria-label="Credentials">
        {byDue(credentials).map((row) => {
          const due = dueWords(row, nowMs);
          const verdict = row.state === 'retired' ? undefined : row.passport?.verdict;
          return (
            <li key={row.credentialId}>
              <button
                type="button"
                className="signer-row"
                aria-current={row.credentialId === opened ? 'true' : undefined}
                onClick={() => onOpen(row.credentialId)}
              >
                <span className="signer-title">
                  {credentialTitle(row)}
                  <span className="credential-mark" data-state={row.state}>
                    {stateMarks[row.state]}
                  </span>
                </span>
                {kindWords(row) === credentialTitle(row) ? null : (
                  <span className="signer-state">{kindWords(row)}</span>
                )}
                {row.credentialId === underWay?.credentialId ? (
                  <span className="credential-due" data-tone="soon">
                    {underWayWords(underWay.kind)}
                  </span>
                ) : null}
                {row.state === 'retired' ? null : (
                  <span className="credential-due" data-tone={due.tone}>
                    {due.text}
                  </span>
                )}
                {row.snoozed === null ? null : <span className="signer-state">{snoozeWords(row.snoozed)}</span>}
                {verdict === undefined || verdict === 'fit' ? null : (
                  <span className="credential-due" data-tone={verdict === 'unfit' ? 'overdue' : 'soon'}>
                    {verdict === 'unfit' ? 'Not to be used live' : 'Its rights are not all known'}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
