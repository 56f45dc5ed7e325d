import type { Handlers } from '../contract/methods.ts';
import { ifIt } from '../domain/may.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `webhooks.${string}`>;

/** Webhooks. */
export function webhookHandlers({ procedures, webhooks }: HandlerParts): Pick<Handlers, Names> {
  const { desk } = webhooks;
  return {
    'webhooks.list': () => desk.list(),
    'webhooks.set': ({ target, webhookId, ...entry }, face) =>
      desk.set(webhookId ?? null, { ...entry, target: target ?? null }, actorOf(face)),
    'webhooks.remove': ({ webhookId }, face) => desk.remove(webhookId, actorOf(face)),
    'webhooks.test': ({ webhookId }, face) => desk.test(webhookId, actorOf(face)),
    'webhooks.rotateSecret': ({ secret, webhookId }, face) => desk.rotateSecret(webhookId, secret, actorOf(face)),
    'webhooks.endOverlap'({ webhookId }, face) {
      const may = () => procedures.mayWipe(webhookId);
      return ifIt(may, () => desk.endOverlap(webhookId, actorOf(face), may));
    },
  };
}
