import { connect } from 'node:net';
import type { Result } from '../domain/result.ts';

/** One question over the socket; null when no core listens there. */
export function askOverSocket(
  path: string,
  request: { readonly method: string; readonly input: unknown; readonly passphrase?: string },
): Promise<Result<unknown> | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let received = '';
    let isConnected = false;
    const lost: Result<unknown> = {
      ok: false,
      error: { code: 'core-unavailable', retry: 'safe', why: 'the console went away before it answered' },
    };
    socket.setEncoding('utf8');
    socket.on('connect', () => {
      isConnected = true;
      socket.write(`${JSON.stringify({ id: 1, ...request })}\n`);
    });
    socket.on('data', (text: string) => {
      received += text;
      if (!received.includes('\n')) return;
      const { result } = JSON.parse(received.slice(0, received.indexOf('\n'))) as { result: Result<unknown> };
      resolve(result);
      socket.end();
    });
    socket.on('error', () => resolve(isConnected ? lost : null));
    socket.on('close', () => resolve(lost));
  });
}
