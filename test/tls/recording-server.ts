import type { IncomingHttpHeaders, RequestListener, ServerResponse } from 'node:http';
import type { ServerOptions } from 'node:https';
import { type LoopbackServer, serveLoopback } from './loopback-server.ts';

/** A request as it came. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that keeps what it received. */
export interface RecordingServer extends LoopbackServer {
  readonly received: readonly Received[];
}

/** Serves on 127.0.0.1; `answer` is given each request once it is whole. */
export async function serveRecording(
  answer: (response: ServerResponse, request: Received) => void,
  tls: ServerOptions | null = null,
): Promise<RecordingServer> {
  const received: Received[] = [];
  const listener: RequestListener = (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      const whole = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      received.push(whole);
      answer(response, whole);
    });
  };
  return { ...(await serveLoopback(listener, tls)), received };
}
