import type { ReactElement } from 'react';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { Problem } from '../../parts/problem.tsx';
import { useAnswer } from '../../parts/use-answer.ts';
import { useAsking } from '../../parts/use-asking.ts';
import { useConsole } from '../../state/console-store.ts';
import { useNow } from '../../state/now.ts';
import { sheetWords, writtenSheetWords } from '../../state/sheet-words.ts';

/** The page to print for when this computer is gone: whether it was written, and whether it still says what is so. */
export function SheetPanel(): ReactElement | null {
  const version = useConsole((state) => state.custodyVersion);
  const { error, value } = useAnswer(() => bridge().ask['sheet.standing']({}), [version]);
  const nowMs = useNow();
  const writing = useAsking();
  if (value === null) return error === null ? null : <Problem error={error} />;
  return (
    <section className="pane-part" aria-labelledby="sheet-title">
      <h3 id="sheet-title">Lost-laptop sheet</h3>
      {error === null ? null : <Problem error={error} />}
      <p className="standing" data-ready={value.isCurrent}>
        {sheetWords(value, nowMs)}
      </p>
      <AskButton
        asking={writing}
        waitsFor="Writing it."
        ask={() => bridge().ask['sheet.write']({})}
        then={(written) => shownText(writtenSheetWords(written))}
      >
        Write the sheet
      </AskButton>
      <AskingWords asking={writing} />
      <p className="part-note">
        One page: which keys to delete where, in which order, the addresses, the contacts, and where the backups are. No
        secret is on it. Print it, and keep it where the computer is not.
      </p>
    </section>
  );
}
