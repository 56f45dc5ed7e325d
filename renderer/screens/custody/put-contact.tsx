import { type FormEvent, type ReactElement, useId, useState } from 'react';
import type { Contact } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskingWords } from '../../parts/asking-words.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAsking } from '../../parts/use-asking.ts';

const nothingTyped = { name: '', role: '', reach: '' };

interface PutContactProps {
  /** The one that is changed; null for another. */
  readonly contact: Contact | null;
  readonly onDone: () => void;
}

/** Documents a contact, or changes one. */
export function PutContact({ contact, onDone }: PutContactProps): ReactElement {
  const id = useId();
  const asking = useAsking();
  const [typed, setTyped] = useState<typeof nothingTyped>(contact ?? nothingTyped);
  const { name, reach, role } = typed;
  const isWhole = [name, role, reach].every((text) => text.trim().length >= 2);

  function put(event: FormEvent): void {
    event.preventDefault();
    const which = contact === null ? {} : { contactId: contact.contactId };
    void asking.ask(
      'Keeping it.',
      () => bridge().ask['contacts.put']({ ...which, name, role, reach }),
      (kept) => {
        setTyped(nothingTyped);
        onDone();
        return `Documented: ${shownText(kept.name)}.`;
      },
    );
  }

  return (
    <form className="plan-form" onSubmit={put} aria-labelledby="put-contact-title">
      <TextField id={`${id}-name`} label="Name" value={name} onChange={(text) => setTyped({ ...typed, name: text })} />
      <TextField
        id={`${id}-role`}
        label="For what"
        placeholder="Support of Kraken, the other party, a lawyer"
        value={role}
        onChange={(text) => setTyped({ ...typed, role: text })}
      />
      <TextField
        id={`${id}-reach`}
        label="How to reach them"
        hint="A telephone number, an address, an official page. No secret belongs here."
        value={reach}
        onChange={(text) => setTyped({ ...typed, reach: text })}
      />
      <div className="button-row">
        <button type="submit" className="button" disabled={!isWhole || asking.waitsFor !== null}>
          {contact === null ? 'Add a contact' : 'Change it'}
        </button>
        {contact === null ? null : (
          <button type="button" className="button" onClick={onDone}>
            Leave it
          </button>
        )}
      </div>
      <AskingWords asking={asking} />
    </form>
  );
}
