import type { Handlers } from '../contract/methods.ts';
import { ok } from '../domain/result.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `keyshares.${string}`>;

/** The keyshares of the two-party signer. */
export function keyshareHandlers({ signing }: HandlerParts): Pick<Handlers, Names> {
  const { keyshareDesk } = signing;
  return {
    'keyshares.show': () => ok(keyshareDesk.board()),
    'keyshares.attest': (_input, face) => keyshareDesk.ask(actorOf(face)),
    'keyshares.requestSettle': () => keyshareDesk.requestSettle(),
    'keyshares.requestRecovery': () => keyshareDesk.requestRecovery(),
    'keyshares.requestNewKey': (_input, face) => keyshareDesk.requestNewKey(actorOf(face)),
  };
}
