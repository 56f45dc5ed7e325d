import { type ReactElement, useEffect } from 'react';
import { dismiss, type Notice, useConsole } from '../state/console-store.ts';
import { haltSentence } from '../state/halt-words.ts';
import { Icon } from './icon.tsx';

const shownMs = 8_000;

/** What happened without the person doing it, in passing; and the halt's every change, for those who listen. */
export function Notices(): ReactElement {
  const notices = useConsole((state) => state.notices);
  const halt = useConsole((state) => state.status?.halt);
  return (
    <>
      <div className="visually-hidden" role="alert" aria-live="assertive">
        {halt === undefined || halt.state === 'active' ? '' : haltSentence(halt)}
      </div>
      <div className="notices" role="status" aria-live="polite" aria-label="Fills and transactions">
        {notices.map((notice) => (
          <PassingNotice key={notice.key} notice={notice} />
        ))}
      </div>
    </>
  );
}

function PassingNotice({ notice }: { readonly notice: Notice }): ReactElement {
  useEffect(() => {
    const timer = setTimeout(() => dismiss(notice.key), shownMs);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div className="notice" data-side={notice.side}>
      <span>{notice.text}</span>
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => dismiss(notice.key)}>
        <Icon name="cross" />
      </button>
    </div>
  );
}
