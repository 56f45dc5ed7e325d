import type { Contacts } from '../../core/contract/shapes.ts';
import { bridge } from '../bridge.ts';
import { useConsole } from '../state/console-store.ts';
import { type Answer, useAnswer } from './use-answer.ts';

/** The incident contacts, asked anew whenever something of custody has changed. */
export function useContacts(): Answer<Contacts> {
  const version = useConsole((state) => state.custodyVersion);
  return useAnswer(() => bridge().ask['contacts.list']({}), [version]);
}
