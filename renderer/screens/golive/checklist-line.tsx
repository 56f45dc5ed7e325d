import type { ReactElement } from 'react';
import type { ChecklistItem } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { Moment } from '../../parts/moment.tsx';
import { checklistMark, checklistSources, waiverWords } from '../../state/golive-words.ts';
import { ItemAction } from './item-action.tsx';
import { WaiveItem } from './waive-item.tsx';

/** One item: whether it is met, what is known of it and since when, and what to do. */
export function ChecklistLine({ item }: { readonly item: ChecklistItem }): ReactElement {
  const { atMs, custodyLine, evidence, fix, isWaivable, itemId, source, staleAtMs, state, title, waiver } = item;
  const mark = checklistMark(item);
  return (
    <li className="checklist-line" data-state={mark.state} data-item={itemId} tabIndex={-1}>
      <p className="checklist-title">
        <strong>{title}</strong>
        <span className="checklist-mark" data-state={mark.state}>
          {mark.text}
        </span>
      </p>
      <p>{shownText(evidence)}</p>
      {fix === null ? null : <p className="checklist-fix">{shownText(fix)}</p>}
      {waiver === null || state === 'met' ? null : <p>{shownText(waiverWords(waiver))}</p>}
      <p className="checklist-about">
        {checklistSources[source]}
        {atMs === null ? null : (
          <>
            {', '}
            <Moment atMs={atMs} />
          </>
        )}
        {staleAtMs === null ? null : (
          <>
            {'; holds until '}
            <Moment atMs={staleAtMs} />
          </>
        )}
        . {isWaivable ? 'It may be waived for a time.' : 'It is never waived.'}
        {custodyLine === null ? null : ` Line ${custodyLine} of CUSTODY.md.`}
      </p>
      {state === 'met' ? null : <ItemAction itemId={itemId} />}
      {isWaivable && state !== 'met' ? <WaiveItem item={item} /> : null}
    </li>
  );
}
