import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { apiTokenFile, openApiTokens } from '../../../core/api/api-tokens.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';

let current: TemporaryCore | null = null;
afterEach(async () => {
  await current?.remove();
  current = null;
});

async function served(): Promise<{ console: TemporaryCore; address: string; token: string }> {
  current = await temporaryCore({ serveApi: true });
  const console = current;
  await expect.poll(() => console.core.status().apiAddress, { timeout: 30_000 }).not.toBeNull();
  const token = readFileSync(join(console.folder, apiTokenFile), 'utf8').trim();
  return { console, address: console.core.status().apiAddress ?? '', token };
}
const post = (address: string, headers: Record<string, string>, body?: string) =>
  fetch(`${address}/api/halt`, { method: 'POST', headers, ...(body === undefined ? {} : { body }) });

describe('POST /api/halt', () => {
  it('halts with the token of the file, which only this user can read', async () => {
    const { console, address, token } = await served();
    expect(statSync(join(console.folder, apiTokenFile)).mode & 0o777).toBe(0o600);
    const answer = await post(
      address,
      { authorization: `Bearer ${token}` },
      JSON.stringify({ reason: 'from a watchdog' }),
    );
    expect([answer.status, await answer.json()]).toEqual([200, { trading_halted: true }]);
    expect(console.core.status().halt).toMatchObject({
      state: 'halted',
      reasons: [{ source: 'http', text: 'from a watchdog' }],
    });
    expect(await (await fetch(`${address}/api/health`)).json()).toMatchObject({ trading_halted: true });
  });

  it.each([
    ['no token', {}],
    ['another token', { authorization: `Bearer ${'0'.repeat(64)}` }],
    ['another scheme', { authorization: 'Basic abc' }],
    ['an empty token', { authorization: 'Bearer ' }],
  ])('does nothing with %s, and leaves a row', async (_title, headers) => {
    const { console, address } = await served();
    expect((await post(address, headers as Record<string, string>)).status).toBe(401);
    expect(console.core.status().halt.state).toBe('active');
    const [row] = await console.get('audit.query', { eventType: 'failed_auth' });
    expect(row).toMatchObject({ actor: 'http', subject: 'api-token', level: 'warn' });
    expect(JSON.stringify(row)).not.toContain('0'.repeat(64));
  });

  it.each([
    ['nothing', undefined],
    ['no JSON', '{'],
    ['a form', 'reason=x'],
    ['an unknown field', '{"state":"active"}'],
  ])('halts all the same when the body is %s', async (_title, body) => {
    const { console, address, token } = await served();
    expect((await post(address, { authorization: `Bearer ${token}`, 'content-type': 'text/plain' }, body)).status).toBe(
      200,
    );
    expect(console.core.status().halt.reasons).toMatchObject([{ text: 'Halted over HTTP' }]);
  });

  it('is the only thing that can be posted, and the token reads nothing more', async () => {
    const { address, token } = await served();
    for (const path of ['/api/release', '/api/health', '/api/halt/x', '/']) {
      const answer = await fetch(`${address}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      });
      expect(answer.status).toBe(405);
    }
    expect((await fetch(`${address}/api/halt`)).status).toBe(404);
  });
});

describe('the token of the API', () => {
  it('is made once, and again when others could have read it or it is not one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-token-'));
    const first = openApiTokens(folder, systemIds).current();
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(openApiTokens(folder, systemIds).current()).toBe(first);
    writeFileSync(join(folder, apiTokenFile), 'short\n');
    const second = openApiTokens(folder, systemIds).current();
    expect(second).toMatch(/^[0-9a-f]{64}$/);
    rmSync(join(folder, apiTokenFile));
    writeFileSync(join(folder, 'elsewhere'), `${first}\n`, { mode: 0o600 });
    symlinkSync(join(folder, 'elsewhere'), join(folder, apiTokenFile));
    expect([first, second]).not.toContain(openApiTokens(folder, systemIds).current());
    rmSync(folder, { recursive: true });
  });
});
