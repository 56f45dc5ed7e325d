import { type ReactElement, useState } from 'react';
import type { ChecklistItem, LiveStanding } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { armedWords } from '../../state/golive-words.ts';
import { ArmForm } from './arm-form.tsx';

interface LivePanelProps {
  readonly live: LiveStanding;
  /** The items that are neither met nor waived. */
  readonly missing: readonly Pick<ChecklistItem, 'itemId' | 'title'>[];
  /** Brings the line of an item into sight. */
  readonly onShow: (itemId: string) => void;
}

/** Live trading: what is armed and until when, what was dropped last and why, and how it is armed. */
export function LivePanel({
  live: { armed, lastDrop, mayTakeUp, most, spends },
  missing,
  onShow,
}: LivePanelProps): ReactElement {
  // Once it is there it stays while nothing is armed: an item that is unknown for a moment takes nobody's typing away.
  const [isOffered, setOffered] = useState(false);
  const mayOffer = armed === null && (missing.length === 0 || isOffered);
  if (mayOffer !== isOffered) setOffered(mayOffer);
  return (
    <section className="live-panel" aria-labelledby="live-title" data-armed={armed !== null}>
      <h3 id="live-title">{armed === null ? 'Live trading is not armed' : 'Live trading is armed'}</h3>
      {armed === null ? null : (
        <p>
          {armedWords(armed, spends)}, until <Moment atMs={armed.untilMs} />. Any halt takes it back. On the Trade
          screen you choose where orders go.
        </p>
      )}
      {armed !== null || lastDrop === null ? null : (
        <p>
          It was armed until <Moment atMs={lastDrop.atMs} />. {shownText(lastDrop.text)}
        </p>
      )}
      {mayTakeUp ? <ArmAgain /> : null}
      {armed === null && missing.length > 0 ? (
        <>
          <p>
            {missing.length === 1 ? 'One item below is' : `${missing.length} items below are`} neither met nor waived:
            it cannot be armed before.
          </p>
          <ul className="missing-items" aria-label="Neither met nor waived">
            {missing.map(({ itemId, title }) => (
              <li key={itemId}>
                <button type="button" className="link-button" onClick={() => onShow(itemId)}>
                  {title}
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {mayOffer ? <ArmForm most={most} spends={spends} isReady={missing.length === 0} /> : null}
    </section>
  );
}

/** Takes up what a console had armed that ended a moment ago. */
function ArmAgain(): ReactElement {
  const asking = useAsking();
  return (
    <>
      <div className="button-row">
        <AskButton
          asking={asking}
          waitsFor="Asking for it."
          ask={() => bridge().ask['golive.requestRearming']({})}
          then={(approval) => approval}
        >
          Take up what was armed before the restart
        </AskButton>
      </div>
      <AskingWords asking={asking} />
    </>
  );
}
