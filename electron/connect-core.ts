import { join } from 'node:path';
import { utilityProcess } from 'electron';
import { socketPath } from '../core/api/socket-path.ts';
import { unreachable } from '../core/domain/result.ts';
import { systemClock, systemIds } from '../core/node-ports.ts';
import type { Log } from '../core/ports.ts';
import { version } from '../core/version.ts';
import type { HostChoice } from './core-host/choose.ts';
import { coreEnvironment } from './core-host/environment.ts';
import type { Connect } from './core-host/link.ts';
import { mainLink } from './core-host/main-link.ts';
import { noLink } from './core-host/no-link.ts';
import { nodeLink } from './core-host/node-link.ts';
import { orAttached } from './core-host/or-attached.ts';
import { callServedCore } from './core-host/served-line.ts';
import { socketLink } from './core-host/socket-link.ts';
import { utilityLink } from './core-host/utility-link.ts';

/**
 * How a core is started where `choice` says it runs; where another console's core holds the data folder, that one is attached to.
 * `builtFolder` holds `core/process.js`.
 */
export function connectCore(choice: HostChoice, builtFolder: string, log: Log): Connect {
  const attached = socketLink({
    callCore: (dataFolder) => callServedCore(socketPath(dataFolder, process.env)),
    version,
    clock: systemClock,
  });
  return orAttached(ownCore(choice, builtFolder, log), attached);
}

function ownCore(choice: HostChoice, builtFolder: string, log: Log): Connect {
  const modulePath = join(builtFolder, 'core', 'process.js');
  const environment = coreEnvironment(process.env);
  switch (choice.kind) {
    case 'utility':
      return utilityLink({ fork: utilityProcess.fork, modulePath, environment });
    case 'node':
      return nodeLink({ execPath: choice.execPath, modulePath, environment });
    case 'main':
      return mainLink({
        start: async (message, keychain) =>
          (await import('../core/start-core.ts')).startCore(message, environment, log, keychain),
        clock: systemClock,
        ids: systemIds,
        log,
      });
    case 'none':
      return noLink(choice.why);
    default:
      return unreachable(choice);
  }
}
