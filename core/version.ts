import manifest from '../package.json' with { type: 'json' };

/** The program's version, as package.json has it. */
export const version: string = manifest.version;

/** The Electron that this version is made for and tested with; another one shows everything and never goes live. */
export const officialElectron: string = manifest.devDependencies.electron;

/** The Nodes, one for each system, likewise. */
export const officialNodes: readonly string[] = Object.entries(manifest.optionalDependencies).flatMap(
  ([name, pinned]) => (name.startsWith('node-') ? pinned : []),
);
