import { pinnedNode } from '../../core/pinned-node.mjs';
import type { HostChoice } from './choose.ts';

/**
 * The Node that the process of a key is to run where the core itself runs inside Electron: the one that the launcher named, else the pinned
 * one, looked for from `here`. Undefined where the core runs on a Node of its own, or where there is none.
 */
export function signerNode(choice: HostChoice, named: string | undefined, here: string): string | undefined {
  if (choice.kind === 'node' || choice.kind === 'none') return undefined;
  if (named !== undefined && named !== '') return named;
  return pinnedNode(here) ?? undefined;
}
