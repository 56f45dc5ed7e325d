import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';

/** What halting over HTTP stands on. */
export interface HaltRouteDeps {
  /** The tokens that are taken now. */
  readonly tokens: () => readonly string[];
  /** Drops the gate at once. */
  readonly halt: (reason: string) => void;
  /** A wrong token was shown: it leaves a row. */
  readonly refused: () => void;
}

const Body = z.strictObject({ reason: z.string().min(1).max(500).optional() });
const mostRefusalsAMinute = 30;
const minuteMs = 60_000;

/**
 * `POST /api/halt` with `Authorization: Bearer <the token of the file api-token>` and, if wanted, `{"reason": "..."}`. It halts and can do
 * nothing else; a wrong token is 401 and recorded, at most 30 times a minute. A body that cannot be read halts all the same: the reason
 * is not what matters.
 */
export function addHaltRoute(
  server: FastifyInstance,
  { halt, refused, tokens }: HaltRouteDeps,
  nowMs: () => number,
): void {
  let refusals: number[] = [];
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 10_000 }, (_request, body, done) =>
    done(null, body),
  );
  server.post('/api/halt', async (request, reply) => {
    if (!isRight(request, tokens())) {
      refusals = refusals.filter((atMs) => nowMs() - atMs < minuteMs);
      if (refusals.length < mostRefusalsAMinute) {
        refusals.push(nowMs());
        refused();
      }
      return reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'wrong token' });
    }
    halt(reasonOf(request.body) ?? 'Halted over HTTP');
    return { trading_halted: true };
  });
}

function isRight(request: FastifyRequest, tokens: readonly string[]): boolean {
  const [scheme, given = ''] = (request.headers.authorization ?? '').split(' ');
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  const isOne = tokens.map((token) => timingSafeEqual(hash(given), hash(token))).includes(true);
  return scheme?.toLowerCase() === 'bearer' && isOne;
}

function reasonOf(body: unknown): string | undefined {
  if (typeof body !== 'string') return undefined;
  try {
    return Body.safeParse(JSON.parse(body)).data?.reason;
  } catch {
    return undefined;
  }
}
