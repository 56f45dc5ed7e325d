import type { Handlers } from '../contract/methods.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `custody.${string}` | `exchangeKeys.${string}`>;

/** Credentials and exchange keys. */
export function custodyHandlers({ custody }: HandlerParts): Pick<Handlers, Names> {
  const { desk } = custody;
  return {
    'custody.list': () => custody.list(),
    'custody.shortenInterval': ({ credentialId, days }, face) =>
      desk.changeInterval(credentialId, days, null, actorOf(face)),
    'custody.setInterval': ({ credentialId, days, reason }, face) =>
      desk.changeInterval(credentialId, days, reason, actorOf(face)),
    'exchangeKeys.add': ({ apiKey, exchange, label, password, secret }, face) =>
      desk.add(exchange, label, { apiKey, secret, password: password ?? null }, actorOf(face)),
    'exchangeKeys.addText': ({ exchange, text }, face) => desk.addText(text, exchange ?? null, actorOf(face)),
    'exchangeKeys.takeOver': ({ credentialId, label }, face) => desk.takeOver(credentialId, label, actorOf(face)),
    'exchangeKeys.use': ({ credentialId }, face) => desk.use(credentialId, actorOf(face)),
    'exchangeKeys.retire': ({ credentialId, reason }, face) => desk.retire(credentialId, reason, actorOf(face)),
    'exchangeKeys.attest': ({ createdOn, credentialId, ipRestricted }, face) => {
      const createdAtMs = createdOn === null ? null : Date.parse(`${createdOn}T00:00:00Z`);
      return desk.attest(credentialId, { ipRestricted, createdAtMs }, actorOf(face));
    },
    'exchangeKeys.readPassport': ({ credentialId }, face) => desk.readPassport(credentialId, actorOf(face)),
  };
}
