import type { FastifyInstance, FastifyReply } from 'fastify';
import type { SystemStatus } from '../contract/shapes.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { addHaltRoute, type HaltRouteDeps } from './halt-route.ts';
import { healthOf, healthPage } from './health.ts';
import type { Metrics } from './metrics/metrics.ts';

/** What the local API answers from. */
export interface HttpDeps {
  readonly status: () => SystemStatus;
  readonly metrics: Metrics;
  readonly halt: HaltRouteDeps;
  /** Monotonic. */
  readonly nowMs: () => number;
}

/** A local API that listens. */
export interface HttpServer {
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves health, metrics and the halt on this machine only: 127.0.0.1, and ::1 where there is one. A request whose Host header does not
 * name this machine is refused (a web page that points its name here gets nothing), and no other origin is ever allowed in.
 * `already-running` names a port that is taken. Port 0 takes a free one.
 */
export async function serveHttp(deps: HttpDeps, options: { readonly port: number }): Promise<Result<HttpServer>> {
  const { fastify } = await import('fastify');
  const servers: FastifyInstance[] = [];
  let port = options.port;
  for (const host of ['127.0.0.1', '::1']) {
    // Fastify's own answers to what it does not know repeat the address, which may hold what somebody pasted.
    const server = fastify({
      logger: false,
      routerOptions: { ignoreTrailingSlash: true },
      frameworkErrors: (_error, _request, reply) =>
        void (reply as FastifyReply).code(400).send({ error: 'not understood' }),
    });
    server.setNotFoundHandler(async (_request, reply) => reply.code(404).send({ error: 'not found' }));
    addRoutes(server, deps, () => port);
    try {
      await server.listen({ host, port });
    } catch (cause) {
      await server.close();
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
      const isAbsent = host === '::1' && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT');
      if (isAbsent) continue;
      await Promise.all(servers.map((other) => other.close()));
      return err({ code: 'already-running', retry: 'never', what: `port ${port} on ${host} (${code})` });
    }
    const bound = server.server.address();
    if (bound !== null && typeof bound !== 'string') port = bound.port;
    servers.push(server);
  }
  return ok({
    address: `http://localhost:${port}`,
    port,
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  });
}

function addRoutes(server: FastifyInstance, { status, metrics, halt, nowMs }: HttpDeps, port: () => number): void {
  server.addHook('onRequest', async (request, reply) => {
    const names = ['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port()}`);
    reply
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
      .header('x-frame-options', 'DENY');
    if (!names.includes(request.headers.host ?? '')) return reply.code(421).send({ error: 'wrong host' });
    const isHalt = request.method === 'POST' && request.url.split('?')[0] === '/api/halt';
    if (request.method !== 'GET' && !isHalt) {
      return reply.code(405).header('allow', 'GET').send({ error: 'read only' });
    }
  });
  server.get('/', async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
      )
      .send(healthPage(status())),
  );
  server.get('/api/health', async () => healthOf(status()));
  server.get('/api/metrics', async (request, reply) => {
    if (!(request.headers.accept ?? '').includes('text/plain')) return metrics.toJson(status());
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.toText(status()));
  });
  addHaltRoute(server, halt, nowMs);
}
