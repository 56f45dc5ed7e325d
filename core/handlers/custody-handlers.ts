import type { Handlers } from '../contract/methods.ts';
import { ifIt } from '../domain/may.ts';
import { ok } from '../domain/result.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `custody.${string}` | `exchangeKeys.${string}`>;

/** Credentials and exchange keys. */
export function custodyHandlers({ custody, procedures }: HandlerParts): Pick<Handlers, Names> {
  const { desk, schedule } = custody;
  return {
    'custody.list'() {
      const listed = custody.list();
      const lastDrillAtMs = procedures.lastDrillAtMs();
      if (!lastDrillAtMs.ok) return lastDrillAtMs;
      return listed.ok ? ok({ ...listed.value, lastDrillAtMs: lastDrillAtMs.value }) : listed;
    },
    'custody.shortenInterval': ({ credentialId, days }, face) =>
      desk.changeInterval(credentialId, days, null, actorOf(face)),
    'custody.setInterval': ({ credentialId, days, reason }, face) =>
      desk.changeInterval(credentialId, days, reason, actorOf(face)),
    'custody.snooze': ({ credentialId, days, reason }, face) =>
      schedule.snooze(credentialId, days, reason, actorOf(face)),
    'custody.exportCalendar': (_, face) => schedule.exportCalendar(actorOf(face)),
    'custody.planMaintenance': (window, face) => schedule.planMaintenance(window, actorOf(face)),
    'custody.removeMaintenance': ({ windowId }, face) => schedule.removeMaintenance(windowId, actorOf(face)),
    'exchangeKeys.add': ({ apiKey, exchange, label, password, secret }, face) =>
      desk.add(exchange, label, { apiKey, secret, password: password ?? null }, actorOf(face)),
    'exchangeKeys.addText': ({ exchange, text }, face) => desk.addText(text, exchange ?? null, actorOf(face)),
    'exchangeKeys.takeOver': ({ credentialId, label }, face) => desk.takeOver(credentialId, label, actorOf(face)),
    'exchangeKeys.use'({ credentialId }, face) {
      const may = () => procedures.mayUse(credentialId);
      return ifIt(may, () => desk.use(credentialId, actorOf(face), may));
    },
    'exchangeKeys.retire'({ credentialId, reason }, face) {
      const may = () => procedures.mayWipe(credentialId);
      return ifIt(may, () => desk.retire(credentialId, reason, actorOf(face), may));
    },
    'exchangeKeys.attest': ({ createdOn, credentialId, ipRestricted }, face) => {
      const createdAtMs = createdOn === null ? null : Date.parse(`${createdOn}T00:00:00Z`);
      return desk.attest(credentialId, { ipRestricted, createdAtMs }, actorOf(face));
    },
    'exchangeKeys.readPassport': ({ credentialId }, face) => desk.readPassport(credentialId, actorOf(face)),
  };
}
