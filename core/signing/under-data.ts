import { isAbsolute, resolve } from 'node:path';

/** A path of the settings; a relative one is under the data folder. */
export function underData(dataFolder: string, path: string): string {
  return isAbsolute(path) ? path : resolve(dataFolder, path);
}
