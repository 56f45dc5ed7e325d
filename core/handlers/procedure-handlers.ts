import type { Handlers } from '../contract/methods.ts';
import { ok } from '../domain/result.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `procedures.${string}`>;

/** Guided procedures. */
export function procedureHandlers({ procedures }: HandlerParts): Pick<Handlers, Names> {
  return {
    'procedures.list': ({ limit }) => procedures.list(limit),
    'procedures.start': ({ credentialId, kind }, face) => procedures.start(kind, credentialId, actorOf(face)),
    'procedures.step': ({ chosenId, procedureId, stepId, word }, face) =>
      procedures.step(procedureId, stepId, { word, chosenId }, actorOf(face)),
    'procedures.startEmergency': ({ credentialId, sinceMs, trigger }, face) =>
      procedures.startEmergency(credentialId, trigger, sinceMs, actorOf(face)),
    'procedures.startDrill': (_, face) => procedures.startDrill(actorOf(face)),
    async 'procedures.writeReport'({ procedureId }, face) {
      const written = await procedures.writeReport(procedureId, actorOf(face));
      return written.ok ? ok({ ...written.value, pdf: null }) : written;
    },
    'procedures.leave': ({ procedureId, reason }, face) => procedures.leave(procedureId, reason, actorOf(face)),
  };
}
