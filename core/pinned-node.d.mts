/** Names of secrets in an environment. */
export const secretNames: RegExp;
/** The package that holds the pinned Node for a system, or null where there is none. */
export function nodePackage(platform: string, arch: string): string | null;
/** Whether a Node of this version can run everything here as it is. */
export function isNewEnough(version: string): boolean;
/** The program of the pinned Node, looked for from `from` (a file URL or path); null when it is not installed. */
export function pinnedNode(from: string, platform?: string, arch?: string): string | null;
/** Runs `task` under a Node that is new enough: this one, or the pinned one in a process of its own. */
export function withPinnedNode(entry: string, task: () => Promise<void>): Promise<void>;
