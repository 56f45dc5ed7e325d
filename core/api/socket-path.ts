import { createHash } from 'node:crypto';
import { accessSync, constants, realpathSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where the core of a data folder listens for the command line: `$XDG_RUNTIME_DIR/portcullis-<hash>.sock`, else in the data folder; a
 * named pipe on Windows. The hash is of the folder's real path, so that two ways to name it meet.
 */
export function socketPath(dataFolder: string, environment: Readonly<Record<string, string | undefined>>): string {
  const hash = createHash('sha256').update(realPath(dataFolder)).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\portcullis-${hash}`;
  const runtime = environment.XDG_RUNTIME_DIR;
  return runtime !== undefined && runtime !== '' && isWritable(runtime)
    ? join(runtime, `portcullis-${hash}.sock`)
    : join(dataFolder, 'core.sock');
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
