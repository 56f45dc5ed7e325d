import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import * as z from 'zod';
import type { Face } from '../contract/method.ts';
import { readJson } from '../domain/read-json.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Log } from '../ports.ts';

/** What the socket asks of the core. */
export interface SocketCore {
  call(face: Face, method: string, input: unknown): Promise<Result<unknown>>;
  checkPassphrase(passphrase: string, method: string): Promise<Result<void>>;
}

const Request = z.strictObject({
  id: z.number().int(),
  method: z.string().max(100),
  input: z.unknown().optional(),
  passphrase: z.string().min(1).max(1000).optional(),
});

/** A copy of a vault passes whole: 4 MiB of text, escaped. */
const longestLine = 5_000_000;

/**
 * Listens for the command line, one JSON request a line, as the face 'operator'. A request with a passphrase that the core accepts for
 * that method is the face 'terminal'; another is answered with why not. Only this user can connect. A socket left by a core that is gone
 * is replaced: the folder's lock has already said who may.
 */
export function serveSocket(
  core: SocketCore,
  options: { readonly path: string; readonly log: Log },
): Promise<Result<{ close(): Promise<void> }>> {
  const { path, log } = options;
  const sockets = new Set<Socket>();

  async function answer(line: string): Promise<unknown> {
    const parsed = Request.safeParse(readJson(line));
    if (!parsed.success) {
      return {
        id: null,
        result: err({ code: 'invalid-input', retry: 'never', issues: [{ path: '', problem: 'is not a request' }] }),
      };
    }
    const { id, method, input, passphrase } = parsed.data;
    if (passphrase === undefined) return { id, result: await core.call('operator', method, input) };
    const checked = await core.checkPassphrase(passphrase, method);
    if (checked.ok) return { id, result: await core.call('terminal', method, input) };
    log.warn('a passphrase at the socket was not taken', { why: checked.error.code });
    return { id, result: checked };
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8');
    let pending = '';
    socket.on('data', (text: string) => {
      pending += text;
      if (pending.length > longestLine) return void socket.destroy();
      const lines = pending.split('\n');
      pending = lines.pop() ?? '';
      for (const line of lines) {
        void answer(line).then((reply) => {
          if (!socket.destroyed) socket.write(`${JSON.stringify(reply)}\n`);
        });
      }
    });
  });

  if (process.platform !== 'win32') rmSync(path, { force: true });
  return new Promise((resolve) => {
    server.once('error', (cause) => {
      log.error('the socket could not be opened', { cause: String(cause) });
      resolve(err({ code: 'storage-failed', retry: 'after-checking', what: 'the command line socket' }));
    });
    const oldMask = process.platform === 'win32' ? 0 : process.umask(0o177);
    server.listen(path, () => {
      if (process.platform !== 'win32') chmodSync(path, 0o600);
      resolve(
        ok({
          close: () =>
            new Promise<void>((closed) => {
              for (const socket of sockets) socket.destroy();
              server.close(() => closed());
            }),
        }),
      );
    });
    if (process.platform !== 'win32') process.umask(oldMask);
  });
}
