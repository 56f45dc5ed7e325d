import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireIn } from '../../core/contract/methods.ts';
import { writeCopy } from '../../core/custody/vault-copy.ts';
import { systemClock, systemIds } from '../../core/node-ports.ts';
import { discordUrl, type Receiver, receiver, someSecret, status, telegramToken } from './notify/webhook-place.ts';
import { type TemporaryCore, type TemporaryOptions, temporaryCore } from './temporary-core.ts';

let server: Receiver;
let world: TemporaryCore;
const masterKey = new Uint8Array(32).fill(9);
const url = 'https://hooks.example.org/portcullis?k=hidden-part';
const generic = { format: 'generic', url, secret: someSecret } as const;
const some = { label: 'Phone', notices: ['halted', 'released', 'approval-waiting', 'core-restarted'], enabled: true };

beforeEach(async () => {
  server = await receiver();
  await open();
});
afterEach(() => world.remove());

async function open(options: TemporaryOptions = {}): Promise<void> {
  world = await temporaryCore({ ...options, ports: { fetch: server.net.fetch, masterKey, ...options.ports } });
}
const set = (input: Partial<WireIn<'webhooks.set'>> = {}) =>
  world.ask('webhooks.set', { ...some, target: generic, ...input } as WireIn<'webhooks.set'>, 'approval');
const one = async () => (await world.get('webhooks.list', {}))[0];
const row = async () => (await world.get('custody.list', {})).credentials.find(({ kind }) => kind === 'webhook-secret');
const bodies = () => server.received.map(({ body }) => JSON.parse(body) as Record<string, string>);

async function webhook(input: Partial<WireIn<'webhooks.set'>> = {}) {
  const made = await set(input);
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value;
}

describe('a webhook that is entered', () => {
  it('is shown by its host and a mark, is a credential of 180 days, and is nowhere in plain', async () => {
    const made = await webhook();
    expect(made).toMatchObject({ label: 'Phone', format: 'generic', host: 'hooks.example.org', hasOldSecret: false });
    expect(made.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(await row()).toMatchObject({
      credentialId: made.webhookId,
      label: 'Phone',
      subject: 'hooks.example.org',
      place: 'vault',
      state: 'active',
      stateText: 'In use.',
      specDays: 180,
      intervalDays: 180,
      fingerprint: made.fingerprint,
    });
    await webhook({ label: 'Chat', target: { format: 'discord', url: discordUrl } });
    await webhook({ label: 'Bot', target: { format: 'telegram', token: telegramToken, chatId: '-100123' } });
    const crossed = JSON.stringify([
      world.heard,
      await world.get('webhooks.list', {}),
      await world.get('custody.list', {}),
      await world.get('audit.query', { limit: 200 }),
    ]);
    for (const secret of [someSecret, 'hidden-part', discordUrl, telegramToken, 'Made-up_token', '-100123']) {
      expect(crossed).not.toContain(secret);
      for (const file of ['console.db', 'console.db-wal', 'audit.db', 'audit.db-wal']) {
        expect(readFileSync(join(world.folder, file)).includes(secret), file).toBe(false);
      }
    }
  });

  it('leaves a row before and after, and what it was is in them', async () => {
    const { webhookId } = await webhook();
    const rows = (await world.get('audit.query', { limit: 100, eventType: 'webhook' })).reverse();
    expect(rows.map(({ status, subject }) => [status, subject])).toEqual([
      ['requested', 'new'],
      ['ok', 'new'],
    ]);
    const detail = await world.get('audit.get', { id: rows[1]?.id ?? 0 });
    expect(JSON.stringify(detail)).toContain(webhookId);
    expect(JSON.stringify(detail)).toContain('hooks.example.org');
  });

  it.each([
    ['http to another machine', { ...generic, url: 'http://hooks.example.org/x' }],
    ['http to a name that may mean this machine', { ...generic, url: 'http://localhost/x' }],
    ['another scheme', { ...generic, url: 'ftp://hooks.example.org/x' }],
    ['a password in it', { ...generic, url: 'https://me:hidden-part@hooks.example.org/x' }],
    ['no address', { ...generic, url: 'hidden-part' }],
    ['a short secret', { ...generic, secret: 'short' }],
    ['a secret with a space', { ...generic, secret: 'hidden part that is long' }],
    ['a Discord address of another host', { format: 'discord', url: discordUrl.replace('discord.com', 'd1scord.com') }],
    ['a Discord address with more in it', { format: 'discord', url: `${discordUrl}?wait=true` }],
    ['a token that is none', { format: 'telegram', token: `${telegramToken}/../x`, chatId: '1' }],
    ['a chat that is none', { format: 'telegram', token: telegramToken, chatId: 'hidden-part!' }],
  ] as const)('is refused with %s, and nothing of it is kept or repeated', async (_what, target) => {
    const refused = await set({ target });
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(JSON.stringify(refused)).not.toMatch(/hidden|Made-up/);
    expect(await world.get('webhooks.list', {})).toEqual([]);
    expect(await row()).toBeUndefined();
  });

  it('may go over http to this machine itself, and there are at most five', async () => {
    expect(await set({ target: { ...generic, url: 'http://127.0.0.1:1/x' } })).toMatchObject({
      ok: true,
      value: { host: '127.0.0.1:1' },
    });
    for (const url of ['http://[::1]:1/x', 'https://signer/x', `${server.url}/x`]) {
      await webhook({ target: { ...generic, url } });
    }
    expect((await world.get('webhooks.list', {})).map(({ host }) => host)).toContain('signer:443');
    await webhook();
    expect(await set()).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });

  it('needs the vault open', async () => {
    await world.remove();
    await open({ ports: { masterKey: null } });
    expect(await set()).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
    expect(await world.get('webhooks.list', {})).toEqual([]);
  });
});

describe('news of the console', () => {
  it('a halt and its release, an approval that waits: each is sent, and the halt waits for none of them', async () => {
    await webhook();
    server.answers.push(() => undefined);
    await world.get('halt.engage', { reason: 'the market <b>moved</b>\u202e' });
    expect((await world.get('system.status', {})).halt.state).toBe('halted');
    await expect.poll(() => server.received.length).toBe(1);
    expect(bodies()[0]).toMatchObject({ kind: 'halted', text: 'the market <b>moved</b>⟨U+202E⟩' });
    // A second reason is no second halt.
    await world.get('halt.engage', { reason: 'again' });
    const asked = await world.get('halt.requestRelease', {});
    const { approvalId, digest, word } = asked;
    await world.get('approvals.decide', { approvalId, digest, answer: 'approve', word: word ?? undefined }, 'approval');
    // They go in their order: those behind it wait for the one that is on its way.
    await expect.poll(async () => (await one())?.waiting).toBe(3);
    expect(server.received.length).toBe(1);
  });

  it('a core that came after a crash says so, and a halt while it starts is told too', async () => {
    await webhook();
    world = await world.restart({ previousCrash: true });
    await expect.poll(() => server.received.length).toBe(2);
    expect(bodies().map(({ kind }) => kind)).toEqual(['core-restarted', 'halted']);
    world = await world.restart({ previousCrash: false });
    await world.get('webhooks.list', {});
    expect(server.received.length).toBe(2);
  });

  it('a halt that a crash came right after is told by the next core, once more where it was told already', async () => {
    await webhook();
    await world.get('halt.engage', { reason: 'a person said so' });
    await expect.poll(() => bodies().map(({ kind }) => kind)).toEqual(['halted']);
    world = await world.restart({ previousCrash: false });
    await world.get('webhooks.list', {});
    world = await world.restart({ previousCrash: true });
    await expect.poll(() => bodies().map(({ kind }) => kind)).toEqual(['halted', 'core-restarted', 'halted']);
  });

  it('where no webhook is set up, or none is turned on, not one connection is made', async () => {
    await world.get('halt.engage', { reason: 'a person said so' });
    await webhook({ enabled: false });
    await world.get('halt.requestRelease', {});
    world = await world.restart({ previousCrash: true });
    await world.get('halt.engage', { reason: 'again' });
    await world.get('webhooks.list', {});
    expect(server.received).toEqual([]);
    expect(server.net.strays).toEqual([]);
    expect(await one()).toMatchObject({ waiting: 0 });
  });
});

describe('a change of a webhook', () => {
  it('without an address keeps it where it goes; with one it is another credential in its place', async () => {
    const { fingerprint, webhookId } = await webhook();
    const renamed = await webhook({ webhookId, label: 'Desk', enabled: false, target: undefined });
    expect(renamed).toMatchObject({ webhookId, label: 'Desk', enabled: false, fingerprint });
    expect(await row()).toMatchObject({ label: 'Desk', state: 'standby', lastRotatedAtMs: null });
    const moved = await webhook({ webhookId, target: { ...generic, url: `${server.url}/elsewhere` } });
    expect(moved.fingerprint).not.toBe(fingerprint);
    expect(await row()).toMatchObject({ state: 'active', lastRotatedAtMs: expect.any(Number) });
    expect(await set({ webhookId, target: { format: 'discord', url: discordUrl } })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    expect(await set({ webhookId: 'nobody' })).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('removing wipes its record and what waits, and leaves the credential as retired', async () => {
    const { webhookId } = await webhook();
    const before = (await world.get('vault.facts', {})).records;
    server.answers.push(status(500));
    await world.get('halt.engage', { reason: 'a person said so' });
    await expect.poll(async () => (await one())?.last?.state).toBe('waits');
    await world.get('webhooks.remove', { webhookId }, 'approval');
    expect(await world.get('webhooks.list', {})).toEqual([]);
    expect((await world.get('vault.facts', {})).records).toBe(before - 1);
    expect(await row()).toMatchObject({ state: 'retired', dueAtMs: null });
    expect(server.received.length).toBe(1);
  });

  it('rotates its secret with an overlap: another mark, a new date, and one overlap at a time', async () => {
    const { fingerprint, webhookId } = await webhook();
    const secret = 'the-second-secret-of-it';
    const rotate = () => world.ask('webhooks.rotateSecret', { webhookId, secret }, 'approval');
    expect(await world.ask('webhooks.rotateSecret', { webhookId, secret: 'x' }, 'approval')).toMatchObject({
      ok: false,
    });
    expect(await rotate()).toMatchObject({ ok: true, value: { hasOldSecret: true } });
    expect((await one())?.fingerprint).not.toBe(fingerprint);
    expect(await row()).toMatchObject({ lastRotatedAtMs: expect.any(Number) });
    expect(await rotate()).toMatchObject({ ok: false, error: { code: 'conflict' } });
    await world.get('webhooks.test', { webhookId });
    expect(String(server.received[0]?.headers['x-portcullis-signature']).split(',').length).toBe(2);
    expect(await world.ask('webhooks.endOverlap', { webhookId }, 'approval')).toMatchObject({
      ok: true,
      value: { hasOldSecret: false },
    });
    expect(await world.ask('webhooks.endOverlap', { webhookId }, 'approval')).toMatchObject({ ok: false });
  });
});

describe('a test of a webhook', () => {
  it('sends a fixed text at once and answers how that went', async () => {
    const { webhookId } = await webhook();
    expect(await world.get('webhooks.test', { webhookId })).toMatchObject({
      last: { state: 'delivered', text: 'Delivered (HTTP 204).' },
    });
    expect(bodies()[0]).toMatchObject({ kind: 'test', title: 'A test' });
    expect(await world.ask('webhooks.test', { webhookId })).toMatchObject({ error: { code: 'rate-limited' } });
  });

  it('sends nothing where it is turned off, as one that came with a copy is', async () => {
    const { webhookId } = await webhook({ enabled: false });
    expect(await world.ask('webhooks.test', { webhookId })).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(server.received).toEqual([]);
    await webhook({ webhookId, target: undefined });
    await world.get('webhooks.test', { webhookId });
    expect(server.received.length).toBe(1);
  });

  it('says what a receiver refused', async () => {
    const { webhookId } = await webhook();
    server.answers.push(status(401));
    expect(await world.get('webhooks.test', { webhookId })).toMatchObject({
      last: { state: 'failed', text: 'It refused the notice (HTTP 401): look at its address and its secret.' },
    });
  });
});

describe('a copy of another vault', () => {
  const bytesOf = (target: object) => new TextEncoder().encode(JSON.stringify({ v: 1, target, oldSecret: null }));
  const takeIn = async (identity: string, target: object): Promise<void> => {
    const passphrase = 'a passphrase of a copy';
    const parts = { clock: systemClock, ids: systemIds };
    const text = await writeCopy([{ identity, bytes: bytesOf(target) }], passphrase, parts);
    await world.get('vault.import', { text, passphrase, replace: true }, 'approval');
  };

  it('may bring a webhook: it is there, turned off, and nothing leaves for it', async () => {
    await takeIn('webhook-ofanothervault', generic);
    expect(await one()).toMatchObject({
      host: 'hooks.example.org',
      enabled: false,
      label: 'Webhook of a copied vault',
    });
    expect(await row()).toMatchObject({ state: 'standby', credentialId: 'ofanothervault' });
    await world.get('halt.engage', { reason: 'a person said so' });
    expect(server.received).toEqual([]);
  });

  it('may lead one elsewhere: it is shown there, and turned off', async () => {
    const { fingerprint, webhookId } = await webhook();
    await takeIn(`webhook-${webhookId}`, { ...generic, url: 'https://elsewhere.example/x' });
    const found = await one();
    expect(found).toMatchObject({ host: 'elsewhere.example', enabled: false });
    expect(found?.fingerprint).not.toBe(fingerprint);
    await world.get('halt.engage', { reason: 'a person said so' });
    expect(server.net.strays).toEqual([]);
  });
});
