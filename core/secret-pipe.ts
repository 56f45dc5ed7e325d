import { closeSync, fstatSync, readFileSync } from 'node:fs';
import { readJson } from './domain/read-json.ts';

/** The variable that names the descriptor of the pipe; it holds no secret itself. */
export const secretPipeName = 'PORTCULLIS_SECRETS_FD';

/**
 * Reads the secrets that the program before this one handed over on a pipe: the variable that names it is removed, the pipe is read to its
 * end and closed, so that no program started later has either. Nothing where there is no pipe, or none that can be read.
 */
export function takePipedSecrets(environment: Record<string, string | undefined>): Readonly<Record<string, string>> {
  const named = environment[secretPipeName] ?? '';
  delete environment[secretPipeName];
  // Standard input, output and error are never it.
  if (!/^[3-9]$/.test(named)) return {};
  const descriptor = Number.parseInt(named, 10);
  if (!isPipe(descriptor)) return {};
  try {
    return secretsIn(readFileSync(descriptor, 'utf8'));
  } catch {
    return {};
  } finally {
    closeSync(descriptor);
  }
}

function secretsIn(text: string): Readonly<Record<string, string>> {
  const read = readJson(text);
  if (typeof read !== 'object' || read === null) return {};
  return Object.fromEntries(Object.entries(read).filter(([, value]) => typeof value === 'string'));
}

/** Node's pipes are sockets. Anything else that is open there is somebody's own. */
function isPipe(descriptor: number): boolean {
  try {
    const found = fstatSync(descriptor);
    return found.isSocket() || found.isFIFO();
  } catch {
    return false;
  }
}
