import { type RecordingServer, serveRecording } from '../../tls/recording-server.ts';

/** How the provider behaves: passes on, or fails while it repeats whatever it was asked with. */
export type RpcMood = 'serves' | 'repeats' | 'refuses' | 'redirects' | 'babbles';

/** A provider of a chain that wants a key in its address, as they do; before a real chain. */
export interface MarkedRpc extends RecordingServer {
  mood: RpcMood;
}

/** Starts one before `chainUrl`; a request without the key is not served. */
export async function startMarkedRpc(chainUrl: string, key: string): Promise<MarkedRpc> {
  const provider: { mood: RpcMood } = { mood: 'serves' };
  const server = await serveRecording(async (response, { body, path }) => {
    const asked = `http://rpc.example${path}`;
    const json = (status: number, answer: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'x-api-key': key }).end(JSON.stringify(answer));
    };
    if (!path.includes(key)) return json(401, { error: 'no key' });
    switch (provider.mood) {
      case 'serves': {
        const passed = await fetch(chainUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
        return json(200, await passed.json());
      }
      case 'repeats': {
        const { id } = JSON.parse(body) as { id: number };
        return json(200, {
          jsonrpc: '2.0',
          id,
          error: { code: -32_000, message: `invalid project id ${key}`, data: asked },
        });
      }
      case 'refuses':
        return json(429, { error: `${asked} is over its limit`, key });
      case 'redirects':
        response.writeHead(307, { location: `${asked}/again?apikey=${key}` }).end();
        return;
      case 'babbles':
        response.writeHead(200, { 'content-type': 'text/html' }).end(`<p>${asked} ${key}`);
        return;
    }
  });
  return Object.defineProperty({ ...server }, 'mood', {
    get: () => provider.mood,
    set: (mood: RpcMood) => {
      provider.mood = mood;
    },
  }) as MarkedRpc;
}
