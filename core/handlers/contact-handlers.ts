import type { Handlers } from '../contract/methods.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `contacts.${string}`>;

/** Whom to reach when something went wrong. */
export function contactHandlers({ contacts }: HandlerParts): Pick<Handlers, Names> {
  return {
    'contacts.list': () => contacts.list(),
    'contacts.put': ({ contactId, ...said }, face) =>
      contacts.put({ ...said, contactId: contactId ?? null }, actorOf(face)),
    'contacts.remove': ({ contactId }, face) => contacts.remove(contactId, actorOf(face)),
    'contacts.review': ({ by }, face) => contacts.review(by, actorOf(face)),
  };
}
