import type { ReactElement } from 'react';
import type { Preferences } from '../../../core/contract/shapes.ts';
import { Problem } from '../../parts/problem.tsx';
import { useConsole } from '../../state/console-store.ts';
import { Section } from './section.tsx';
import { useChange } from './use-change.ts';

const kinds = [
  { kind: 'halt', text: 'Trading is halted' },
  { kind: 'approval', text: 'An approval is waiting' },
  { kind: 'crash', text: 'The core crashed' },
  { kind: 'rotation', text: 'A rotation is due' },
] as const;
const all: Preferences['notify'] = { halt: true, approval: true, crash: true, rotation: true };

/** Which of the console's news the desktop shows. */
export function NotificationsSection(): ReactElement {
  const notify = useConsole((state) => state.preferences?.notify) ?? all;
  const { error, change } = useChange();
  return (
    <Section title="Notifications" note="Shown by the desktop, for when you look elsewhere.">
      {kinds.map(({ kind, text }) => (
        <label key={kind} className="check-line">
          <input
            type="checkbox"
            checked={notify[kind]}
            onChange={(event) => void change({ notify: { ...notify, [kind]: event.target.checked } })}
          />
          {text}
        </label>
      ))}
      {error === null ? null : <Problem error={error} />}
    </Section>
  );
}
