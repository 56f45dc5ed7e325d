import { type ReactElement, useEffect, useState } from 'react';
import type { AuditRowDetail } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { counted } from '../../format/amount.ts';
import { momentWithZone } from '../../format/time.ts';
import { Fact, Facts } from '../../parts/facts.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Problem } from '../../parts/problem.tsx';
import { useAside } from '../../parts/use-aside.ts';

/** One row of the trail in full, with what chains it to its neighbours. */
export function AuditDetail({ id, onClose }: { readonly id: number; readonly onClose: () => void }): ReactElement {
  const [row, setRow] = useState<AuditRowDetail | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const close = useAside(onClose);

  useEffect(() => {
    let isGone = false;
    void bridge()
      .ask['audit.get']({ id })
      .then((answer) => {
        if (isGone) return;
        if (answer.ok) setRow(answer.value);
        else setError(answer.error);
      });
    return () => {
      isGone = true;
    };
  }, [id]);

  return (
    <aside className="story audit-detail" aria-label={`Row ${id}`}>
      <header>
        <h2>Row {counted(id)}</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={close}>
          <Icon name="cross" />
        </button>
      </header>
      {error === null ? null : <Problem error={error} />}
      {row === null ? null : <RowInFull row={row} />}
    </aside>
  );
}

function RowInFull({ row }: { readonly row: AuditRowDetail }): ReactElement {
  const atMs = Date.parse(row.timestamp);
  return (
    <>
      <Facts>
        <Fact name="Time">{Number.isNaN(atMs) ? shownText(row.timestamp) : momentWithZone(atMs)}</Fact>
        <Fact name="Type">{shownText(row.eventType)}</Fact>
        <Fact name="Status">
          {row.status}, {row.level}
        </Fact>
        <Fact name="Actor">{shownText(row.actor)}</Fact>
        <Fact name="Subject">
          <code>{shownText(row.subject)}</code>
        </Fact>
        <Fact name="Sealed">{row.sealed ? 'Yes, by the audit key.' : 'Not yet.'}</Fact>
        <Fact name="Kept until">{row.retainUntil === null ? 'No end is set.' : shownText(row.retainUntil)}</Fact>
      </Facts>
      <h3>Body</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{bodyText(row.body)}</pre>
      <h3>Chain</h3>
      <Facts>
        <Fact name="Hash">
          <code>{shownText(row.hash)}</code>
        </Fact>
        <Fact name="Previous">
          <code>{shownText(row.prevHash)}</code>
        </Fact>
        <Fact name="Body hash">
          <code>{shownText(row.bodyHash)}</code>
        </Fact>
      </Facts>
    </>
  );
}

function bodyText(body: string | null): string {
  if (body === null) return 'Cleared: the time it had to be kept is over. Its hash stays.';
  try {
    return shownText(JSON.stringify(JSON.parse(body), null, 2), true);
  } catch {
    return shownText(body, true);
  }
}
