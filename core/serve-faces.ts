import { type ApiTokens, openApiTokens } from './api/api-tokens.ts';
import { serveHttp } from './api/http.ts';
import type { Metrics } from './api/metrics/metrics.ts';
import { type SocketCore, serveSocket } from './api/socket.ts';
import { socketPath } from './api/socket-path.ts';
import type { SystemStatus } from './contract/shapes.ts';
import type { Clock, Ids, Log } from './ports.ts';
import type { Settings } from './settings/settings.ts';
import type { Record as Recorder } from './trading/record.ts';

/** The faces a core shows beside its window: the local API and the command line's socket. */
export interface Faces {
  /** Where the API listens, or why it does not. */
  readonly state: { readonly address: string | null; readonly problem: string | null };
  /** The tokens that the API takes; null while it is not served. */
  readonly tokens: ApiTokens | null;
  close(): Promise<void>;
}

/** None. */
export const noFaces: Faces = { state: { address: null, problem: null }, tokens: null, close: async () => undefined };

const usualPort = 8000;

/** Opens both faces. A port that is taken is named and leaves the console without its API; it runs on. */
export async function serveFaces(deps: {
  readonly core: SocketCore & { status(): SystemStatus; haltNow(source: 'http', text: string): void };
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly record: Pick<Recorder, 'always'>;
  readonly log: Log;
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly settings: Settings;
}): Promise<Faces> {
  const { core, metrics, clock, ids, log, dataFolder, environment, settings } = deps;
  const tokens = openApiTokens(dataFolder, ids);
  const http = await serveHttp(
    {
      status: core.status,
      metrics,
      nowMs: clock.monotonicMs,
      halt: {
        tokens: tokens.accepted,
        halt: (reason) => core.haltNow('http', reason),
        refused: () =>
          deps.record.always({
            eventType: 'failed_auth',
            level: 'warn',
            status: 'failed',
            actor: 'http',
            subject: 'api-token',
            body: {},
          }),
      },
    },
    { port: settings.values.PORTCULLIS_API_PORT ?? usualPort },
  );
  const socket = await serveSocket(core, { path: socketPath(dataFolder, environment), log });
  if (!http.ok) log.warn('the local API is off', { error: http.error });
  const problem = http.ok
    ? null
    : http.error.code === 'already-running'
      ? `${http.error.what} is taken`
      : http.error.code;
  return {
    state: { address: http.ok ? http.value.address : null, problem },
    tokens,
    async close() {
      if (http.ok) await http.value.close();
      if (socket.ok) await socket.value.close();
    },
  };
}
