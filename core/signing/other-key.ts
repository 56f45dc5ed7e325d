import type { HaltControl } from '../halt/halt.ts';

/**
 * What is told to when the signer says itself that it holds another key than it should (`why`, as 'holds …'): trading halts, for another
 * key lies where the pinned one was.
 */
export function haltOnOtherKey({ halt }: { readonly halt: Pick<HaltControl, 'engage'> }): (why: string) => void {
  return (why) => {
    const text = `The signer is not the pinned one: it ${why}.`;
    halt.engage({ source: 'automatic', code: 'signer-changed', text });
  };
}
