import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sheet as sheetCommand } from '../../core/cli/sheet.ts';
import { published } from './signers/keystore/vectors.ts';
import { type TemporaryCore, temporaryCore } from './temporary-core.ts';

const krakenKey = 'K7tRz0YqWm3vN8bLx2cJd5hGs9fPa4uEoT6iVnMrBkQwXyZ1';
const krakenSecret = Buffer.from('nobody’s secret, of sixty-four bytes as Kraken makes them: 0123456').toString(
  'base64',
);

let world: TemporaryCore;
beforeAll(async () => {
  world = await temporaryCore({ ports: { masterKey: new Uint8Array(32).fill(9) } });
});
afterAll(() => world.remove());

describe('the lost-laptop sheet of a console', () => {
  it('is not written at first', async () => {
    expect(await world.get('sheet.standing', {}, 'operator')).toEqual({ writtenAtMs: null, isCurrent: false });
  });

  it('has what the console knows on it, and no secret', async () => {
    await world.get('contacts.put', { name: 'Ada', role: 'Lawyer', reach: '+49 30 123' });
    const said = { place: 'With the notary', encryption: 'AES-256', access: 'The owner' } as const;
    await world.get(
      'backups.record',
      { ...said, component: 'vault', twoPerson: 'no', geographicSplit: 'no' },
      'approval',
    );
    await world.get(
      'exchangeKeys.add',
      { exchange: 'kraken', label: 'Day trading', apiKey: krakenKey, secret: krakenSecret },
      'approval',
    );
    const left = { ...published.pbkdf2, address: '008aeeda4d805471df9b2a5b0f38a0c3bcba786b' };
    writeFileSync(join(world.folder, 'keystore.json'), JSON.stringify(left), { mode: 0o600 });
    const { html, pdf } = await world.get('sheet.write', {});
    expect(pdf).toBeNull();
    expect(basename(html)).toMatch(/^lost-laptop-.*\.html$/);
    expect(statSync(html).mode & 0o777).toBe(0o600);
    const page = readFileSync(html, 'utf8');
    for (const word of [
      'keystore.json',
      '0x008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b',
      'pro.kraken.com',
      'Day trading',
      'Ada',
      '+49 30 123',
      'With the notary',
    ]) {
      expect(page).toContain(word);
    }
    expect(page.toLowerCase()).toContain(`0x${left.address}`);
    const key = (await world.get('custody.list', {})).credentials.find(({ label }) => label === 'Day trading');
    expect(page).toContain(key?.fingerprint ?? 'a mark');
    for (const secret of [krakenKey, krakenSecret]) expect(page).not.toContain(secret.slice(0, 8));
  });

  it('is remembered, and to be written again once anything on it is another', async () => {
    expect(await world.get('sheet.standing', {})).toEqual({ writtenAtMs: expect.any(Number), isCurrent: true });
    await world.get('contacts.put', { name: 'Bob', role: 'The other party', reach: 'bob@example.org' });
    expect((await world.get('sheet.standing', {})).isCurrent).toBe(false);
    await world.get('sheet.write', {});
    expect((await world.get('sheet.standing', {})).isCurrent).toBe(true);
    const rows = await world.get('audit.query', { limit: 10, eventType: 'sheet-written' });
    expect(rows.map(({ status }) => status)).toEqual(['ok', 'requested', 'ok', 'requested']);
  });

  it('is written and named at the command line, and remembered after a restart', async () => {
    await world.core.close();
    const said: string[] = [];
    const streams = { out: (text: string) => void said.push(text), note: () => undefined };
    const environment = { PORTCULLIS_HEAD_DIR: `${world.folder}/../heads` };
    expect(await sheetCommand({ dataFolder: world.folder, environment }, streams)).toBe(0);
    expect(readFileSync(said[0] ?? '', 'utf8')).toContain('Day trading');
    world = await world.restart();
    expect((await world.get('sheet.standing', {})).isCurrent).toBe(true);
  });
});
