import type { Handlers } from '../contract/methods.ts';
import { ok } from '../domain/result.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names = 'keyshares.show' | 'keyshares.attest' | 'keyshares.requestSettle' | 'keyshares.requestNewKey';

/** The keyshares of the two-party signer. */
export function keyshareHandlers({ signing }: HandlerParts): Pick<Handlers, Names> {
  const { keyshareDesk } = signing;
  return {
    'keyshares.show': () => ok(keyshareDesk.board()),
    'keyshares.attest': (_input, face) => keyshareDesk.ask(actorOf(face)),
    'keyshares.requestSettle': () => keyshareDesk.requestSettle(),
    'keyshares.requestNewKey': (_input, face) => keyshareDesk.requestNewKey(actorOf(face)),
  };
}
