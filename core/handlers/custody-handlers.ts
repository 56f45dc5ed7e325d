import type { Handlers } from '../contract/methods.ts';
import { err } from '../domain/result.ts';
import type { HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `custody.${string}` | `exchangeKeys.${string}`>;

/** Credentials and exchange keys. */
export function custodyHandlers(_parts: HandlerParts): Pick<Handlers, Names> {
  const none = () => err({ code: 'not-offered', retry: 'never', what: 'this' } as const);
  return {
    'custody.list': none,
    'custody.shortenInterval': none,
    'custody.setInterval': none,
    'exchangeKeys.add': none,
    'exchangeKeys.addText': none,
    'exchangeKeys.takeOver': none,
    'exchangeKeys.use': none,
    'exchangeKeys.retire': none,
    'exchangeKeys.attest': none,
    'exchangeKeys.readPassport': none,
  };
}
