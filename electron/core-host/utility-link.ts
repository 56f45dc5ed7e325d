import type { UtilityProcess, utilityProcess } from 'electron';
import type { FromCore, ToCore } from '../../core/channel.ts';
import type { Connect } from './link.ts';

/** Which file runs as a core, in which environment. */
export interface UtilityProgram {
  readonly fork: (typeof utilityProcess)['fork'];
  readonly modulePath: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A core as a utility process of the application: what ships. What is sent before the process has spawned waits for it. */
export function utilityLink(program: UtilityProgram): Connect {
  return (ears) => {
    const child: UtilityProcess = program.fork(program.modulePath, [], {
      env: program.environment,
      serviceName: 'Portcullis core',
      stdio: 'inherit',
    });
    let waiting: ToCore[] | null = [];
    child.once('spawn', () => {
      for (const message of waiting ?? []) child.postMessage(message);
      waiting = null;
    });
    child.on('message', (message: FromCore) => ears.onMessage(message));
    child.once('exit', (exitCode) => ears.onEnd({ exitCode, signal: null }));
    return {
      get pid() {
        return child.pid ?? null;
      },
      send: (message) => {
        if (waiting === null) child.postMessage(message);
        else waiting.push(message);
      },
      kill: () => killHard(child),
    };
  };
}

/** `UtilityProcess.kill` asks politely (SIGTERM), which a core stuck in a loop of JavaScript may have trapped. */
function killHard(child: UtilityProcess): void {
  if (child.pid === undefined) child.kill();
  else process.kill(child.pid, 'SIGKILL');
}
