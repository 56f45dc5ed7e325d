/** What decides where the core runs. */
export interface HostFacts {
  /** Version of the Node inside the host, such as '24.21.0'. */
  readonly hostNode: string;
  /** PORTCULLIS_NODE: the pinned Node's program, when the launcher gave one. */
  readonly pinnedNode: string | undefined;
  /** PORTCULLIS_CORE_HOST: 'main' asks for a core inside the host's own process. */
  readonly wanted: string | undefined;
}

/** Where the core runs: a utility process, a child of the pinned Node, this process; or nowhere, and why. */
export type HostChoice =
  | { readonly kind: 'utility' }
  | { readonly kind: 'node'; readonly execPath: string }
  | { readonly kind: 'main' }
  | { readonly kind: 'none'; readonly why: string };

const oldestNodeForCore = 22;

/** The core needs Node 22; a host whose own Node is older gives it the pinned one. */
export function chooseHost({ hostNode, pinnedNode, wanted }: HostFacts): HostChoice {
  const isNewEnough = Number.parseInt(hostNode, 10) >= oldestNodeForCore;
  if (isNewEnough) return wanted === 'main' ? { kind: 'main' } : { kind: 'utility' };
  if (pinnedNode !== undefined && pinnedNode !== '') return { kind: 'node', execPath: pinnedNode };
  return { kind: 'none', why: `This Electron brings Node ${hostNode}; the core needs Node 22. Start with npm start.` };
}
