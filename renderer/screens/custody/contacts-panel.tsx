import { type FormEvent, type ReactElement, useId, useState } from 'react';
import type { Contact } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { Problem } from '../../parts/problem.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { useContacts } from '../../parts/use-contacts.ts';
import { contactsWords } from '../../state/contact-words.ts';
import { useNow } from '../../state/now.ts';
import { PutContact } from './put-contact.tsx';

/** Whom to reach when something went wrong, who looked through them last, and the form for another. */
export function ContactsPanel(): ReactElement | null {
  const { error, value } = useContacts();
  const nowMs = useNow();
  const removing = useAsking();
  const [changed, setChanged] = useState<Contact | null>(null);
  if (value === null) return error === null ? null : <Problem error={error} />;
  const { contacts, standing } = value;
  return (
    <>
      <section className="pane-part" aria-labelledby="contacts-title">
        <h3 id="contacts-title">Incident contacts</h3>
        {error === null ? null : <Problem error={error} />}
        <p className="standing" data-ready={standing === 'current'}>
          {contactsWords(value, nowMs)}
        </p>
        {contacts.length === 0 ? null : (
          <ul className="register" aria-label="Contacts">
            {contacts.map((contact) => (
              <li key={contact.contactId}>
                <p>
                  <strong>{shownText(contact.name)}</strong>, {shownText(contact.role)}
                </p>
                <p>{shownText(contact.reach)}</p>
                <div className="button-row">
                  <button type="button" className="button" onClick={() => setChanged(contact)}>
                    Change…
                  </button>
                  <AskButton
                    asking={removing}
                    waitsFor="Removing it."
                    ask={() => bridge().ask['contacts.remove']({ contactId: contact.contactId })}
                    then={({ name }) => `${shownText(name)} is no longer among them.`}
                  >
                    Remove
                  </AskButton>
                </div>
              </li>
            ))}
          </ul>
        )}
        <AskingWords asking={removing} />
        {contacts.length === 0 || standing === 'current' ? null : <ReviewContacts />}
      </section>
      <section className="pane-part" aria-labelledby="put-contact-title">
        <h3 id="put-contact-title">{changed === null ? 'Another contact' : 'Change a contact'}</h3>
        <PutContact key={changed?.contactId ?? 'new'} contact={changed} onDone={() => setChanged(null)} />
      </section>
    </>
  );
}

/** Notes who has looked through all of them. */
function ReviewContacts(): ReactElement {
  const id = useId();
  const asking = useAsking();
  const [by, setBy] = useState('');

  function review(event: FormEvent): void {
    event.preventDefault();
    void asking.ask(
      'Noting it.',
      () => bridge().ask['contacts.review']({ by }),
      () => '',
    );
  }

  return (
    <form className="plan-form" onSubmit={review}>
      <TextField
        id={id}
        label="All of them still hold, says"
        placeholder="Your name"
        value={by}
        hint="Call or write to each before you say so."
        onChange={setBy}
      />
      <button type="submit" className="button" disabled={by.trim().length < 2 || asking.waitsFor !== null}>
        Note the review
      </button>
      <AskingWords asking={asking} />
    </form>
  );
}
