import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callServedCore } from '../../../electron/core-host/served-line.ts';

let folder = '';
let server: Server | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-line-'));
});
afterEach(() => {
  server?.close();
  server = null;
  rmSync(folder, { recursive: true, force: true });
});

/** A program that answers every request with these texts. */
async function answering(...texts: readonly string[]): Promise<string> {
  const path = join(folder, 'core.sock');
  server = createServer((socket) =>
    socket.on('data', () => {
      for (const text of texts) socket.write(text);
    }),
  );
  await new Promise<void>((resolve) => server?.listen(path, resolve));
  return path;
}

describe('a line to a core that another program runs', () => {
  it('is not there when nobody listens', async () => {
    expect(await callServedCore(join(folder, 'none.sock'))).toBeNull();
  });

  it('answers with what comes in pieces', async () => {
    const line = await callServedCore(await answering('{"id":1,"res', 'ult":{"ok":true,"value":"€"}}\n'));
    expect(await line?.ask('system.status', {})).toEqual({ ok: true, value: '€' });
    line?.end();
  });

  it.each(['{"id":1,"result":{"ok":"maybe"}}', '{"id":null,"result":{"ok":true,"value":1}}', 'nonsense', ''])(
    'ends, for good, when it is answered %j',
    async (text) => {
      const line = await callServedCore(await answering(`${text}\n`));
      const gone = { ok: false, error: { code: 'core-unavailable' } };
      expect(await line?.ask('system.status', {})).toMatchObject(gone);
      expect(await line?.ask('system.status', {})).toMatchObject(gone);
      const ends = await new Promise<string>((resolve) => line?.onEnd(() => resolve('ended')));
      expect(ends).toBe('ended');
    },
  );
});
