import { type ReactElement, useState } from 'react';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { counted } from '../../format/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import { Section } from './section.tsx';

/** Writes a file that helps to find a fault, with no secret in it. */
export function DiagnosticsSection(): ReactElement {
  const [error, setError] = useState<AppError | null>(null);
  const [said, setSaid] = useState('');

  async function write(): Promise<void> {
    const answer = await bridge().ask['diagnostics.bundle']({});
    setError(answer.ok ? null : answer.error);
    setSaid(answer.ok ? `Written to ${shownText(answer.value.file)} (${counted(answer.value.bytes)} bytes).` : '');
  }

  return (
    <Section
      title="Diagnostics"
      note="Status, settings as shown here, the policy and the newest log lines. No secret is in it."
    >
      <div className="button-row">
        <button type="button" className="button" onClick={() => void write()}>
          Write a bundle
        </button>
      </div>
      <p className="settings-note selectable" role="status">
        {said}
      </p>
      {error === null ? null : <Problem error={error} />}
    </Section>
  );
}
