import type { RpcUrl } from './rpc-url.ts';

/** What a node's refusal means, by our own names. */
export type NodeReason =
  | 'already-known'
  | 'nonce-too-low'
  | 'nonce-too-high'
  | 'replacement-underpriced'
  | 'fee-too-low'
  | 'insufficient-funds'
  | 'gas-too-low'
  | 'gas-too-high'
  | 'reverted'
  | 'other';

/** The words of geth, erigon, nethermind, besu, reth and anvil for each, in lower case; the first that fits counts. */
const known: readonly (readonly [RegExp, NodeReason])[] = [
  [/already known|alreadyknown|known transaction|already imported|already in (the )?(mem)?pool/, 'already-known'],
  [
    /replacement (transaction|tx).*underpriced|replacementnotallowed|replacement.*fee too low/,
    'replacement-underpriced',
  ],
  [/nonce.*too low|oldnonce|nonce has already been used/, 'nonce-too-low'],
  [/nonce.*too (high|far)|noncegap|nonce gap/, 'nonce-too-high'],
  [/underpriced|max fee per gas less than|fee ?too ?low|feetoolow|gas price (is )?below|tip.*too low/, 'fee-too-low'],
  [/insufficient (funds|balance)|insufficientfunds|upfront cost exceeds/, 'insufficient-funds'],
  [/intrinsic gas too low|gas.*floor|intrinsic gas exceeds/, 'gas-too-low'],
  [/exceeds block gas limit|gas limit (is )?too high|gas required exceeds/, 'gas-too-high'],
  [/revert/, 'reverted'],
];

/** Reads a node's words; they are never trusted further than to choose one of our names. */
export function nodeReason(message: string): NodeReason {
  const text = message.toLowerCase().slice(0, 500);
  return known.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';
}

const plain = /^[A-Za-z0-9 .,:;'()<>=!?+*/_-]{1,160}$/;
/** Hashes, keys and links: no word of a reason is this long. */
const longRun = /\S{32,}/;

/**
 * A node's or contract's own words where they are short plain English letters and hold nothing of the RPC's address; else null, because
 * whoever wrote them may want to be read as something else.
 */
export function plainWords(message: string, url: RpcUrl): string | null {
  const text = message.trim();
  return plain.test(text) && !longRun.test(text) && !url.isIn(text) ? text : null;
}
