import { type ReactElement, useState } from 'react';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { Problem } from '../../parts/problem.tsx';
import { useConsole } from '../../state/console-store.ts';
import { Section } from './section.tsx';

/** Whether raising wants a passphrase again once the console was left alone. It is set in the approval window, never here. */
export function AppLockSection(): ReactElement {
  const lock = useConsole((state) => state.status?.lock);
  const [error, setError] = useState<AppError | null>(null);

  async function open(): Promise<void> {
    const answer = await bridge().ask['lock.request']({});
    setError(answer.ok ? null : answer.error);
  }

  const words =
    lock === undefined
      ? ''
      : lock.state === 'off'
        ? 'Off: whoever sits here can approve, release and loosen.'
        : `${lock.state === 'locked' ? 'Locked' : 'Open'}: approving, releasing and loosening want its passphrase ${lock.afterMinutes} minutes after the last of them. Halting and cancelling never do.`;
  return (
    <Section title="App lock" note="A passphrase for raising actions, for a console that stands open on a desk.">
      <p role="status">{words}</p>
      <div className="button-row">
        <button type="button" className="button" disabled={lock === undefined} onClick={() => void open()}>
          {lock === undefined || lock.state === 'off' ? 'Set a passphrase…' : 'Change or take away…'}
        </button>
      </div>
      {error === null ? null : <Problem error={error} />}
    </Section>
  );
}
