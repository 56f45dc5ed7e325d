import { type ReactElement, type ReactNode, useId } from 'react';

interface SectionProps {
  readonly title: string;
  /** One sentence on what it is for. */
  readonly note?: string;
  readonly children: ReactNode;
}

/** One part of the settings, with its title. */
export function Section({ title, note, children }: SectionProps): ReactElement {
  const id = useId();
  return (
    <section className="settings-section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {note === undefined ? null : <p className="settings-note">{note}</p>}
      {children}
    </section>
  );
}
