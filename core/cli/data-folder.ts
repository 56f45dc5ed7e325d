import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The data folder: `--data`, else `PORTCULLIS_DATA`, else the one the window uses by default (Electron's `userData`, with `data` in it).
 */
export function dataFolderOf(
  chosen: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  const named = chosen ?? environment.PORTCULLIS_DATA;
  if (named !== undefined && named !== '') return resolve(named);
  const home = homedir();
  const base =
    platform === 'win32'
      ? (environment.APPDATA ?? join(home, 'AppData', 'Roaming'))
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : environment.XDG_CONFIG_HOME || join(home, '.config');
  return join(base, 'portcullis', 'data');
}
