import type { Handlers } from '../contract/methods.ts';
import { always, ifIt } from '../domain/may.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `webhooks.${string}`>;

/** Webhooks. */
export function webhookHandlers({ procedures, webhooks }: HandlerParts): Pick<Handlers, Names> {
  const { desk } = webhooks;
  const mayWipe = (webhookId: string) => () => procedures.mayWipe(webhookId);
  return {
    'webhooks.list': () => desk.list(),
    'webhooks.set'({ target, webhookId, ...entry }, face) {
      const may = webhookId === undefined ? always : mayWipe(webhookId);
      return desk.set(webhookId ?? null, { ...entry, target: target ?? null }, actorOf(face), may);
    },
    'webhooks.remove': ({ webhookId }, face) => desk.remove(webhookId, actorOf(face), mayWipe(webhookId)),
    'webhooks.test': ({ webhookId }, face) => desk.test(webhookId, actorOf(face)),
    'webhooks.rotateSecret': ({ secret, webhookId }, face) =>
      desk.rotateSecret(webhookId, secret, actorOf(face), mayWipe(webhookId)),
    'webhooks.endOverlap'({ webhookId }, face) {
      const may = mayWipe(webhookId);
      return ifIt(may, () => desk.endOverlap(webhookId, actorOf(face), may));
    },
  };
}
