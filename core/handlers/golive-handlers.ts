import type { Handlers } from '../contract/methods.ts';
import { askService } from '../signing/ask-service.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `golive.${string}`>;

/** What going live asks for. */
export function goliveHandlers({ golive, signing }: HandlerParts): Pick<Handlers, Names> {
  return {
    'golive.checklist': () => golive.checklist(),
    'golive.requestWaiver': (wanted) => golive.requestWaiver(wanted),
    'golive.endWaiver': ({ itemId }, face) => golive.endWaiver(itemId, actorOf(face)),
    'golive.attest': ({ itemId, text }, face) => golive.attest(itemId, text, actorOf(face)),
    'golive.testHalt': (_, face) => golive.testHalt(actorOf(face)),
    'golive.selfTest': (_, face) => golive.selfTest(actorOf(face)),
    'golive.live': () => golive.live(),
    // What can be asked of a service is asked now, so that nothing is armed by what it said long ago.
    async 'golive.requestArming'(scope) {
      await askService(signing);
      return golive.arming.request(scope);
    },
    async 'golive.requestRearming'() {
      await askService(signing);
      return golive.arming.requestAgain();
    },
    'golive.disarm'(_, face) {
      const done = golive.arming.disarm(actorOf(face));
      return done.ok ? golive.live() : done;
    },
  };
}
