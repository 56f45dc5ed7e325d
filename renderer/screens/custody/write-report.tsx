import type { ReactElement } from 'react';
import type { Procedure } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { useAsking } from '../../parts/use-asking.ts';

/** Writes the report of an emergency or a drill as far as it is; it can be written again, also after its end. Not there for a rotation. */
export function WriteReport({ procedure }: { readonly procedure: Procedure }): ReactElement | null {
  const asking = useAsking();
  const { kind, procedureId } = procedure;
  if (kind !== 'emergency' && kind !== 'drill') return null;
  return (
    <>
      <AskButton
        asking={asking}
        waitsFor="Writing it."
        ask={() => bridge().ask['procedures.writeReport']({ procedureId })}
        then={({ html, markdown, pdf }) =>
          `Written: ${[pdf, html, markdown]
            .flatMap((file) => file ?? [])
            .map((file) => shownText(file))
            .join(', ')}`
        }
      >
        Write the report
      </AskButton>
      <AskingWords asking={asking} />
    </>
  );
}
