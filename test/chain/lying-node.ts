import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** One question that came, and how to answer it. Returning undefined tells the truth. */
export type Lie = (
  question: { readonly method: string; readonly params: readonly unknown[] },
  truth: unknown,
) => unknown;

/** A node in front of a real one, which can be told to lie. */
export interface LyingNode {
  readonly url: string;
  /** Every method that was asked for, in order. */
  readonly asked: string[];
  /** Changes what is lied about; null tells the truth. */
  lie(how: Lie | null): void;
  /** Answers by hand instead, whatever is asked; null goes back to the real node. */
  answer(by: ((response: ServerResponse, body: string) => void) | null): void;
}

/** Serves on a free port of 127.0.0.1 until the running test ends; `path` is part of its address, as a provider's key would be. */
export async function startLyingNode(realUrl: string, path = '/'): Promise<LyingNode> {
  let how: Lie | null = null;
  let by: ((response: ServerResponse, body: string) => void) | null = null;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => void serve(Buffer.concat(parts).toString('utf8'), response));
  });
  async function serve(body: string, response: ServerResponse): Promise<void> {
    const question = JSON.parse(body) as { id: number; method: string; params: readonly unknown[] };
    asked.push(question.method);
    if (by !== null) return by(response, body);
    const real = await fetch(realUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const truth = (await real.json()) as Record<string, unknown>;
    const told = how?.(question, truth.result);
    const answer = told === undefined ? truth : { jsonrpc: '2.0', id: question.id, result: told };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    asked,
    lie(next) {
      how = next;
    },
    answer(next) {
      by = next;
    },
  };
}
