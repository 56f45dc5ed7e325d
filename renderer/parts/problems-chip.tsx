import type { ReactElement } from 'react';
import { shownText } from '../escape.ts';
import type { ConsoleState } from '../state/console-store.ts';
import { Chip } from './chip.tsx';

interface ShownProblem {
  readonly name: string;
  readonly text: string;
}

/** What is wrong with settings, addresses, shortcut and keychain; not there when nothing is. */
export function ProblemsChip(state: Pick<ConsoleState, 'status' | 'host'>): ReactElement | null {
  const problems = problemsOf(state);
  if (problems.length === 0) return null;
  return (
    <Chip label="Problems" tone="caution" text={`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`}>
      <ul className="problem-list">
        {problems.map((problem) => (
          <li key={`${problem.name} ${problem.text}`}>
            <strong>{shownText(problem.name)}</strong> {shownText(problem.text)}
          </li>
        ))}
      </ul>
    </Chip>
  );
}

function problemsOf({ status, host }: Pick<ConsoleState, 'status' | 'host'>): readonly ShownProblem[] {
  const told = [
    { name: 'Halt shortcut', text: host?.haltShortcutProblem ?? null },
    { name: 'Local address', text: status?.apiProblem ?? null },
  ];
  const spoken = told.flatMap(({ name, text }) => (text === null ? [] : [{ name, text }]));
  return [...(status?.problems ?? []), ...spoken];
}
