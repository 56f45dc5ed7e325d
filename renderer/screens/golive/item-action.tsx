import { type FormEvent, type ReactElement, useId, useState } from 'react';
import type { ChecklistItem } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAsking } from '../../parts/use-asking.ts';

const shortestWord = 10;

/** What can be done about an item right here; nothing for most. */
export function ItemAction({ itemId }: Pick<ChecklistItem, 'itemId'>): ReactElement | null {
  if (itemId === 'halt-tested') return <TestHalt />;
  if (itemId === 'self-tested') return <RunSelfTest />;
  return itemId === 'disk-encrypted' ? <SayEncrypted /> : null;
}

/** Tries what everything else stands on; nothing of this console's own is touched. */
function RunSelfTest(): ReactElement {
  const asking = useAsking();
  return (
    <>
      <div className="button-row">
        <AskButton
          asking={asking}
          waitsFor="Opening, appending, verifying, signing."
          ask={() => bridge().ask['golive.selfTest']({})}
          then={() => 'It passed.'}
        >
          Run the self-test
        </AskButton>
      </div>
      <AskingWords asking={asking} />
    </>
  );
}

/** Halts trading and has the gate refuse an order. */
function TestHalt(): ReactElement {
  const asking = useAsking();
  return (
    <>
      <div className="button-row">
        <AskButton
          asking={asking}
          waitsFor="Halting, and trying an order."
          ask={() => bridge().ask['golive.testHalt']({})}
          then={() => 'The order was refused. Trading stays halted until you release it.'}
        >
          Halt now and try it
        </AskButton>
      </div>
      <AskingWords asking={asking} />
    </>
  );
}

/** The person's word that the disk is encrypted, and with what. */
function SayEncrypted(): ReactElement {
  const id = useId();
  const asking = useAsking();
  const [text, setText] = useState('');
  const isFit = text.trim().length >= shortestWord;

  function say(event: FormEvent): void {
    event.preventDefault();
    if (!isFit) return;
    void asking.ask(
      'Noting it.',
      () => bridge().ask['golive.attest']({ itemId: 'disk-encrypted', text }),
      () => 'Noted.',
    );
    setText('');
  }

  return (
    <>
      <form className="snooze-form" onSubmit={say}>
        <TextField id={`${id}-text`} label="How it is encrypted" value={text} onChange={setText} />
        <button type="submit" className="button" disabled={!isFit || asking.waitsFor !== null}>
          Say so
        </button>
      </form>
      <AskingWords asking={asking} />
    </>
  );
}
