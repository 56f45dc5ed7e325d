import type { Handlers } from '../contract/methods.ts';
import { err } from '../domain/result.ts';
import type { HandlerParts } from './parts.ts';

type Names = Exclude<Extract<keyof Handlers, `vault.${string}`>, 'vault.unlock'>;

/** The vault itself: its keys, its passphrases, its copies. */
export function vaultHandlers(_parts: HandlerParts): Pick<Handlers, Names> {
  const none = () => err({ code: 'not-offered', retry: 'never', what: 'this' } as const);
  return {
    'vault.changeMasterKey': none,
    'vault.changePassphrase': none,
    'vault.setSecondLock': none,
    'vault.export': none,
    'vault.import': none,
  };
}
