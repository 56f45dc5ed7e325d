import type { Bridge } from '../core/contract/bridge.ts';

declare global {
  interface Window {
    /** What the preload gives this window; the only way out of it. */
    readonly portcullis: Bridge;
  }
}

/** The bridge of this window. */
export function bridge(): Bridge {
  return window.portcullis;
}
