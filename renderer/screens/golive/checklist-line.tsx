import type { ReactElement } from 'react';
import type { ChecklistItem } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { Moment } from '../../parts/moment.tsx';
import { checklistMarks, checklistSources } from '../../state/golive-words.ts';

/** One item: whether it is met, what is known of it and since when, and what to do. */
export function ChecklistLine({ item }: { readonly item: ChecklistItem }): ReactElement {
  const { atMs, custodyLine, evidence, fix, isWaivable, source, state, title } = item;
  return (
    <li className="checklist-line" data-state={state}>
      <p className="checklist-title">
        <strong>{title}</strong>
        <span className="checklist-mark" data-state={state}>
          {checklistMarks[state]}
        </span>
      </p>
      <p>{shownText(evidence)}</p>
      {fix === null ? null : <p className="checklist-fix">{shownText(fix)}</p>}
      <p className="checklist-about">
        {checklistSources[source]}
        {atMs === null ? null : (
          <>
            {', '}
            <Moment atMs={atMs} />
          </>
        )}
        . {isWaivable ? 'It may be waived for a time.' : 'It is never waived.'}
        {custodyLine === null ? null : ` Line ${custodyLine} of CUSTODY.md.`}
      </p>
    </li>
  );
}
