import { spawn } from 'node:child_process';
import type { FromCore } from '../../core/channel.ts';
import type { Connect } from './link.ts';

/** Which program runs which file as a core. */
export interface NodeProgram {
  /** A Node of version 22 or newer. */
  readonly execPath: string;
  readonly modulePath: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * A core as a child of the pinned Node, over Node's own IPC channel. `spawn` and not `fork`: Electron's `fork` marks the child's
 * environment with ELECTRON_RUN_AS_NODE.
 */
export function nodeLink(program: NodeProgram): Connect {
  return (ears) => {
    const child = spawn(program.execPath, [program.modulePath], {
      env: program.environment,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let isOver = false;
    const end = (exitCode: number | null, signal: string | null) => {
      if (isOver) return;
      isOver = true;
      ears.onEnd({ exitCode, signal });
    };
    child.on('message', (message) => ears.onMessage(message as FromCore));
    child.on('error', () => {
      if (child.pid === undefined) end(null, null);
    });
    child.on('exit', end);
    return {
      pid: child.pid ?? null,
      send: (message) => {
        if (child.connected) child.send(message, () => undefined);
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
}
