import type { ReactElement } from 'react';
import { Problem } from '../../parts/problem.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { useConsole } from '../../state/console-store.ts';
import { Section } from './section.tsx';
import { useChange } from './use-change.ts';

const themes = [
  { value: 'system', text: 'As the system' },
  { value: 'dark', text: 'Dark' },
  { value: 'light', text: 'Light' },
] as const;

/** Dark, light, or as the system is. */
export function ThemeSection(): ReactElement {
  const theme = useConsole((state) => state.preferences?.theme) ?? 'system';
  const { error, change } = useChange();
  return (
    <Section title="Look">
      <Segmented label="Theme" value={theme} options={themes} onChange={(next) => void change({ theme: next })} />
      {error === null ? null : <Problem error={error} />}
    </Section>
  );
}
