import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { apiTokenFile } from '../../../core/api/api-tokens.ts';
import { temporaryCore } from '../temporary-core.ts';
import { sqlite3 } from './sqlite3-program.ts';

/** The first published key of anvil's mnemonic "test test … junk", and its address. Never for funds. */
const published = {
  PRIVATE_KEY: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  PORTCULLIS_SIGNER_ADDRESS: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
};

/** CUSTODY.md's "What to Log", written out once more: the level, and the years that a body is kept. */
const table = [
  ['credential-rotated', 'info', 2],
  ['failed_auth', 'warn', 1],
  ['sign', 'info', 1],
  ['policy-violation', 'warn', 2],
  ['halt', 'error', 2],
] as const;

it('what CUSTODY.md says is logged has its level and its years, in the file that AUDIT_DB_PATH names', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'portcullis-trail-'));
  const file = join(elsewhere, 'kept', 'trail.db');
  const console = await temporaryCore({
    serveApi: true,
    environment: {
      ...published,
      AUDIT_DB_PATH: file,
      SIGNER_TYPE: 'env_private_key',
      MAX_CEX_ORDER_AMOUNT: '0.05',
    },
    ports: { masterKey: new Uint8Array(32).fill(7) },
  });
  onTestFinished(async () => {
    await console.remove();
    rmSync(elsewhere, { recursive: true, force: true });
  });
  const { core, folder, ask, get } = console;
  await expect.poll(() => core.status().apiAddress).not.toBeNull();

  const rotate = (digit: string) => writeFileSync(join(folder, apiTokenFile), digit.repeat(64), { mode: 0o600 });
  for (const digit of ['1', '2']) {
    rotate(digit);
    await get('custody.list', {});
  }
  expect((await fetch(`${core.status().apiAddress}/api/halt`, { method: 'POST' })).status).toBe(401);
  await get('signers.test', {});
  const order = { exchange: 'practice', symbol: 'BTC/USDT', side: 'buy', type: 'market', amount: '0.06' } as const;
  const { previewId } = await get('orders.preview', order);
  expect(await ask('orders.submit', { previewId })).toMatchObject({ error: { code: 'denied-by-policy' } });
  await get('halt.engage', { reason: 'an emergency' });

  for (const [eventType, level, years] of table) {
    const kept = 'CAST(substr(retain_until, 1, 4) AS INTEGER) - CAST(substr(timestamp, 1, 4) AS INTEGER) AS years';
    const sql = `SELECT DISTINCT level, ${kept} FROM events WHERE event_type = '${eventType}'`;
    const found: unknown = JSON.parse(sqlite3('-json', file, sql));
    expect([eventType, found]).toEqual([eventType, [{ level, years }]]);
  }
});
