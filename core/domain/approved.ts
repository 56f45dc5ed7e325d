declare const approved: unique symbol;

/**
 * Proof that an intent passed the gate. Only `core/trading/approve.ts` makes one; everything that acts on the world
 * takes nothing else, so acting without a ruling does not compile.
 */
export type Approved<T> = T & { readonly [approved]: true };
