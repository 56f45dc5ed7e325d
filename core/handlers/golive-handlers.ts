import type { Handlers } from '../contract/methods.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `golive.${string}`>;

/** What going live asks for. */
export function goliveHandlers({ golive }: HandlerParts): Pick<Handlers, Names> {
  return {
    'golive.checklist': () => golive.checklist(),
    'golive.requestWaiver': (wanted) => golive.requestWaiver(wanted),
    'golive.endWaiver': ({ itemId }, face) => golive.endWaiver(itemId, actorOf(face)),
    'golive.attest': ({ itemId, text }, face) => golive.attest(itemId, text, actorOf(face)),
    'golive.testHalt': (_, face) => golive.testHalt(actorOf(face)),
    'golive.selfTest': (_, face) => golive.selfTest(actorOf(face)),
    'golive.live': () => golive.live(),
    'golive.requestArming': (scope) => golive.arming.request(scope),
    'golive.requestRearming': () => golive.arming.requestAgain(),
    'golive.disarm'(_, face) {
      const done = golive.arming.disarm(actorOf(face));
      return done.ok ? golive.live() : done;
    },
  };
}
