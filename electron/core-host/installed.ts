import { join, sep } from 'node:path';

const archive = `${sep}app.asar`;

/**
 * Where a file of an installed console lies for programs that cannot look into its archive, as the pinned Node cannot: what is kept outside
 * lies under the same names beside it. A path of a checkout, which has no archive, stays as it is.
 */
export function outsideArchive(path: string): string {
  const at = path.lastIndexOf(archive + sep);
  return at < 0 ? path : `${path.slice(0, at)}${archive}.unpacked${path.slice(at + archive.length)}`;
}

/** What decides which Node runs what Electron's own cannot. */
export interface NodeFacts {
  readonly isPackaged: boolean;
  /** The folder beside the archive: Electron's `process.resourcesPath`. */
  readonly resourcesFolder: string;
  /** PORTCULLIS_NODE: the pinned Node's program, when the launcher gave one. */
  readonly named: string | undefined;
  readonly platform: string;
}

/** The program of the pinned Node: what an installed console brings, and no other; in a checkout the one that the launcher named, if any. */
export function nodeToRun({ isPackaged, named, platform, resourcesFolder }: NodeFacts): string | undefined {
  return isPackaged ? join(resourcesFolder, 'node', 'bin', platform === 'win32' ? 'node.exe' : 'node') : named;
}
