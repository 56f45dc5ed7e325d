import type { Start } from './channel.ts';
import { type Core, createCore } from './core.ts';
import type { Result } from './domain/result.ts';
import { keysIn } from './keychain-line.ts';
import { systemClock, systemIds } from './node-ports.ts';
import type { HostKeychain, Log, Ports } from './ports.ts';
import { systemSignerPorts } from './signer-ports.ts';

/** The settings of the person as the process was given them. */
type Environment = Readonly<Record<string, string | undefined>>;

/** The program that runs this, where that is a Node: inside Electron it is Electron, which would open another window. */
const ownNode = process.versions.electron === undefined ? process.execPath : null;

/** A core with the real clock, randomness and network, from what its host handed over. Errors are those of `createCore`. */
export function startCore(
  message: Start,
  environment: Environment,
  log: Log,
  host: HostKeychain,
): Promise<Result<Core>> {
  const keys = keysIn({ masterKey: message.masterKey, staged: message.stagedMasterKey ?? null });
  if (message.keychainProblem !== null) log.info('no key from the keychain', { why: message.keychainProblem });
  const ports: Ports = {
    clock: systemClock,
    ids: systemIds,
    fetch: (url, init) => fetch(url, init),
    log,
    arming: { isArmed: () => false },
    signers: systemSignerPorts(message.signerNode ?? ownNode),
    masterKey: keys?.current ?? null,
    keychain: { staged: keys?.staged ?? null, host },
  };
  return createCore(ports, {
    dataFolder: message.dataFolder,
    environment: { ...environment, ...message.secrets },
    runtime: message.runtime,
    ...(message.host === undefined ? {} : { host: message.host }),
    previousCrash: message.previousCrash,
    serveApi: true,
  });
}
