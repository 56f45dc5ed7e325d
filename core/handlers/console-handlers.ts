import type { Handlers } from '../contract/methods.ts';
import { writeDiagnostics } from '../diagnostics.ts';
import { ok } from '../domain/result.ts';
import { requestRelease } from '../trading/release.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names =
  | 'system.status'
  | 'settings.list'
  | 'preferences.get'
  | 'preferences.set'
  | 'lock.request'
  | 'lock.unlock'
  | 'lock.setPassphrase'
  | 'diagnostics.bundle'
  | 'halt.engage'
  | 'halt.lock'
  | 'halt.requestRelease'
  | 'approvals.pending'
  | 'approvals.show'
  | 'approvals.decide';

/** The console itself: status, settings, halt, approvals, locks. */
export function consoleHandlers(parts: HandlerParts): Pick<Handlers, Names> {
  const { appLock, approvals, halt, haltLock, preferences, record, settings } = parts;
  return {
    'system.status': () => ok(parts.status()),
    'settings.list': () =>
      ok({ settings: [...settings.rows()], problems: [...settings.problems], notOffered: [...settings.notOffered] }),
    'preferences.get': () => ok(preferences.get()),
    'preferences.set': (change) => {
      const changed = preferences.set(change);
      if (changed.ok) parts.announce({ topic: 'preferences.changed', payload: changed.value });
      return changed;
    },
    'lock.request': () => {
      const lock = appLock.state();
      parts.announce({ topic: 'lock.requested', payload: lock });
      return ok(lock);
    },
    'lock.unlock': async ({ passphrase }, face) => {
      const unlocked = await appLock.unlock(passphrase);
      await record.after({
        eventType: unlocked.ok ? 'app-lock' : 'failed_auth',
        level: unlocked.ok ? 'info' : 'warn',
        status: unlocked.ok ? 'ok' : 'failed',
        actor: actorOf(face),
        subject: 'unlock',
        body: {},
      });
      if (unlocked.ok) parts.changed();
      return unlocked;
    },
    'lock.setPassphrase': async ({ current, next, afterMinutes }, face) => {
      const set = await appLock.setPassphrase(current, next, afterMinutes);
      await record.after({
        eventType: set.ok ? 'app-lock' : 'failed_auth',
        level: set.ok ? 'info' : 'warn',
        status: set.ok ? 'ok' : 'failed',
        actor: actorOf(face),
        subject: next === null ? 'taken away' : 'set',
        body: { afterMinutes },
      });
      if (set.ok) parts.changed();
      return set;
    },
    'diagnostics.bundle': () => writeDiagnostics(parts),
    'halt.engage': ({ reason, source }, face) => {
      halt.engage({ source: face === 'console' || face === 'approval' ? source : 'cli', code: 'person', text: reason });
      return ok(halt.state());
    },
    'halt.lock': ({ isHalted }) => {
      haltLock.say('command', isHalted);
      return ok(halt.state());
    },
    'halt.requestRelease': ({ to }) => requestRelease({ halt, approvals, open: parts.status }, to),
    'approvals.pending': () => ok([...approvals.pending()]),
    'approvals.show': ({ approvalId }) => approvals.show(approvalId),
    'approvals.decide': async (answer, face) => {
      const decided = await approvals.decide(answer, actorOf(face));
      if (answer.answer === 'approve' && decided.ok) appLock.used();
      if (!decided.ok && decided.error.code === 'app-locked') {
        parts.announce({ topic: 'lock.requested', payload: appLock.state() });
      }
      return decided;
    },
  };
}
