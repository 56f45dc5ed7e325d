import type { Handlers } from '../contract/methods.ts';
import { ok } from '../domain/result.ts';
import { checklistOf } from '../golive/checklist.ts';
import { custodyHandlers } from './custody-handlers.ts';
import type { HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `golive.${string}`>;

/** What going live asks for. */
export function goliveHandlers(parts: HandlerParts): Pick<Handlers, Names> {
  const listed = custodyHandlers(parts)['custody.list'];
  return {
    async 'golive.checklist'(_, face) {
      const custody = await listed({}, face);
      if (!custody.ok) return custody;
      const backups = parts.backups.list();
      if (!backups.ok) return backups;
      const contacts = parts.contacts.list();
      if (!contacts.ok) return contacts;
      return ok(
        checklistOf({
          nowMs: parts.clock.nowMs(),
          status: parts.status(),
          custody: custody.value,
          backups: backups.value,
          contacts: contacts.value,
          hasEnvironmentKey: parts.settings.values.PRIVATE_KEY !== undefined,
        }),
      );
    },
  };
}
