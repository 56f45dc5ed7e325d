import { createServer } from 'node:net';

/**
 * A free port of this machine for a server that ends and comes back. Systems give out ports from 32768 on (Linux) or 49152 on by
 * themselves: one below those is not taken by anybody else while its server is away.
 */
export async function lastingPort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
