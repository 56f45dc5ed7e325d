import type { ReactElement } from 'react';
import type { DueSummary } from '../../core/contract/shapes.ts';
import { showScreen } from '../state/console-store.ts';
import { dueChipWords } from '../state/due-words.ts';
import { Chip } from './chip.tsx';

/** What is due to be rotated; not there when nothing is. Pressed, the way to Custody. */
export function DueChip({ due }: { readonly due: DueSummary }): ReactElement | null {
  const words = dueChipWords(due);
  if (words === null) return null;
  return (
    <Chip label="Rotations" tone={words.tone} text={words.text} {...(words.more === '' ? {} : { more: words.more })}>
      <p>{words.sentence}</p>
      <button type="button" className="button" onClick={() => showScreen('custody')}>
        Open Custody
      </button>
    </Chip>
  );
}
