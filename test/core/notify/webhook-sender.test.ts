import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mostAttempts } from '../../../core/notify/webhook-backoff.ts';
import { endOverlap, rotateSecret } from '../../../core/notify/webhook-changes.ts';
import { newsOf } from '../../../core/notify/webhook-notices.ts';
import { postDeadlineMs } from '../../../core/notify/webhook-post.ts';
import { mostWaiting } from '../../../core/notify/webhook-queue.ts';
import { serveLoopback } from '../../tls/loopback-server.ts';
import type { Received } from '../../tls/recording-server.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import {
  discordUrl,
  type Receiver,
  receiver,
  someSecret,
  status,
  telegramToken,
  type WebhookPlace,
  webhookPlace,
} from './webhook-place.ts';

const halted = newsOf('halted', 'A person said so');
const minuteMs = 60_000;

type Check = (headers: unknown, body: string, secret: string, nowSeconds: number) => boolean;

/** What docs/webhooks.md gives to receivers, as it stands there: Node's cryptography and nothing of ours. */
const { isGenuine: check } = (await import(
  `data:text/javascript,${encodeURIComponent(exampleOf(readFileSync(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8')))}`
)) as { readonly isGenuine: Check };

function exampleOf(text: string): string {
  const example = /```js\n([\s\S]*?)```/.exec(text)?.[1];
  if (example === undefined) throw new Error('docs/webhooks.md has no example');
  return example;
}

function isGenuine({ body, headers }: Received, secret: string, lateBySeconds = 0): boolean {
  const signedAt = Number.parseInt(String(headers['x-portcullis-timestamp']), 10);
  return check(headers, body, secret, signedAt + lateBySeconds);
}

async function place(): Promise<readonly [WebhookPlace, Receiver]> {
  const server = await receiver();
  return [webhookPlace(server.net.fetch), server];
}

/** Tells, and lets whoever told be done. */
function tell({ clock, sender }: WebhookPlace, news = halted): void {
  sender.tell(news);
  clock.wind(0);
}

/** Winds the clock to the next try, not further: what is on its way would come to its deadline. */
function windToNextTry(world: WebhookPlace): void {
  const next = unwrap(world.queue.first(world.one().webhookId));
  world.clock.wind((next?.nextAtMs ?? 0) - world.clock.nowMs());
}

const lastState = (world: WebhookPlace) => expect.poll(() => world.one().last?.state);
const lastText = (world: WebhookPlace) => expect.poll(() => world.one().last?.text);

describe('a notice to a generic webhook', () => {
  it('is JSON, signed so that a receiver can check it, and is taken out of the queue once it is delivered', async () => {
    const [world, server] = await place();
    world.add();
    tell(world);
    await lastState(world).toBe('delivered');
    const [request] = server.received;
    if (request === undefined) throw new Error('nothing came');
    expect(request).toMatchObject({ method: 'POST', path: '/portcullis?k=hidden-part' });
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'x-portcullis-timestamp': `${Math.floor(world.clock.nowMs() / 1000)}`,
      'x-portcullis-notice': expect.stringMatching(/^[0-9a-f]{24}$/),
    });
    expect(JSON.parse(request.body)).toEqual({
      v: 1,
      id: request.headers['x-portcullis-notice'],
      kind: 'halted',
      at: new Date(world.clock.nowMs()).toISOString(),
      title: 'Trading is halted',
      text: 'A person said so',
    });
    expect(isGenuine(request, someSecret)).toBe(true);
    expect(isGenuine(request, `${someSecret}x`)).toBe(false);
    expect(isGenuine({ ...request, body: request.body.replace('halted', 'active') }, someSecret)).toBe(false);
    const later = { ...request.headers, 'x-portcullis-timestamp': `${Math.floor(world.clock.nowMs() / 1000) + 1}` };
    expect(isGenuine({ ...request, headers: later }, someSecret)).toBe(false);
    expect([isGenuine(request, someSecret, 299), isGenuine(request, someSecret, 301)]).toEqual([true, false]);
    expect(world.one()).toMatchObject({ waiting: 0, dropped: 0, last: { text: 'Delivered (HTTP 204).' } });
    expect(world.told).toEqual(['halted ok']);
  });

  it('is signed with the old secret beside the new one while it is rotated, and with the new one alone after', async () => {
    const [world, server] = await place();
    world.add();
    const next = 'another-secret-of-the-receiver';
    expect(unwrap(rotateSecret(world, world.one(), next))).toMatchObject({ hasOldSecret: true });
    tell(world);
    await expect.poll(() => server.received.length).toBe(1);
    expect(server.received.map((request) => [isGenuine(request, someSecret), isGenuine(request, next)])).toEqual([
      [true, true],
    ]);
    expect(unwrap(endOverlap(world, world.one()))).toMatchObject({ hasOldSecret: false });
    tell(world);
    await expect.poll(() => server.received.length).toBe(2);
    const [, second] = server.received as [Received, Received];
    expect([isGenuine(second, someSecret), isGenuine(second, next)]).toEqual([false, true]);
  });

  it('does not go where a copy of a vault would lead it, not even before that was noticed', async () => {
    const [world, server] = await place();
    const { webhookId } = world.add({ target: { format: 'discord', url: discordUrl } });
    const another = { format: 'discord', url: discordUrl.replace('1122', '9922') } as const;
    unwrap(world.records.put(webhookId, { v: 1, target: another, oldSecret: null }));
    tell(world);
    await lastState(world).toBe('failed');
    expect(server.received).toEqual([]);
    expect(world.one()).toMatchObject({ waiting: 1, dropped: 0 });
  });

  it('goes only to those that want its kind and are turned on, and nothing leaves where there is none', async () => {
    const [world, server] = await place();
    tell(world);
    world.add({ label: 'Off', enabled: false });
    world.add({ label: 'Only approvals', notices: ['approval-waiting'] });
    tell(world);
    world.add({ label: 'All' });
    tell(world);
    // What was received is noted a moment after.
    await expect
      .poll(() => unwrap(world.table.all()).map(({ last, waiting }) => [waiting, last?.state]))
      .toEqual([
        [0, undefined],
        [0, undefined],
        [0, 'delivered'],
      ]);
    expect(server.received).toHaveLength(1);
    expect(server.net.strays).toEqual([]);
  });
});

describe('a notice in the form of a service', () => {
  const hostile = newsOf(
    'approval-waiting',
    'Buy **@everyone** <@123> [x](https://evil.example/a) `BTC\u202e\u200b/USDT` 0x00000000219ab540356cBB839Cbe05303d7705Fa',
  );

  it('for Discord calls nobody, and what looks like markup, links or hidden characters is shown as text', async () => {
    const [world, server] = await place();
    world.add({ target: { format: 'discord', url: discordUrl } });
    tell(world, hostile);
    await lastState(world).toBe('delivered');
    const [request] = server.received;
    const body = JSON.parse(request?.body ?? '{}') as { readonly content: string };
    expect(request?.path).toBe(new URL(discordUrl).pathname);
    expect(request?.headers['x-portcullis-signature']).toBeUndefined();
    expect(body).toMatchObject({ allowed_mentions: { parse: [] }, flags: 4 });
    const [title, text = ''] = body.content.split('\n');
    expect(title).toBe('**An approval is waiting**');
    // Every sign that could begin markup has a backslash before it.
    expect(text.replace(/\\[^A-Za-z0-9\s]/g, '')).not.toMatch(/[*_`~<>[\]()@|#]/);
    expect(text).toContain('⟨U+202E⟩⟨U+200B⟩');
    expect(text).not.toContain('evil');
    expect(text).toContain('0x0000…05Fa');
  });

  it('for Telegram has no parse mode, and a token that is nowhere but in the path', async () => {
    const [world, server] = await place();
    world.add({ target: { format: 'telegram', token: telegramToken, chatId: '-1001234567890' } });
    tell(world, hostile);
    await lastState(world).toBe('delivered');
    const [request] = server.received;
    expect(request?.path).toBe(`/bot${telegramToken}/sendMessage`);
    const body = JSON.parse(request?.body ?? '{}') as Record<string, unknown>;
    expect(Object.keys(body).sort()).toEqual(['chat_id', 'link_preview_options', 'text']);
    expect(body.chat_id).toBe('-1001234567890');
    expect(body.text).toMatch(/^An approval is waiting\nAnswer|^An approval is waiting\nBuy \*\*@everyone\*\* <@123>/);
    expect(request?.body).not.toContain(telegramToken);
  });

  it('waits as long as Discord and Telegram ask in their answers', async () => {
    const [world, server] = await place();
    world.add({ target: { format: 'discord', url: discordUrl } });
    server.answers.push(
      status(429, {}, '{"message":"You are being rate limited.","retry_after":64.57,"global":false}'),
    );
    server.answers.push(
      status(429, {}, '{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":300}}'),
    );
    tell(world);
    await lastState(world).toBe('waits');
    world.clock.wind(64_000);
    expect(server.received.length).toBe(1);
    world.clock.wind(1_000);
    await expect.poll(() => server.received.length).toBe(2);
    await expect.poll(() => unwrap(world.queue.first(world.one().webhookId))?.attempts).toBe(2);
    world.clock.wind(299_000);
    expect(server.received.length).toBe(2);
    world.clock.wind(2_000);
    await lastState(world).toBe('delivered');
  });
});

describe('a delivery that fails', () => {
  it('is tried again after half a minute, two minutes, ten: the same body under the same id', async () => {
    const [world, server] = await place();
    world.add();
    server.answers.push(status(500), status(503), status(502));
    tell(world);
    for (const [tries, waitMs] of [
      [1, minuteMs / 2],
      [2, 2 * minuteMs],
      [3, 10 * minuteMs],
    ] as const) {
      await expect.poll(() => unwrap(world.queue.first(world.one().webhookId))?.attempts).toBe(tries);
      expect(world.one().last?.text).toMatch(/^It failed itself \(HTTP 50\d\)\. It is tried again\.$/);
      world.clock.wind(waitMs - 1_000);
      expect(server.received.length).toBe(tries);
      world.clock.wind(1_000);
    }
    await lastState(world).toBe('delivered');
    expect(new Set(server.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(server.received.map(({ headers }) => headers['x-portcullis-notice'])).size).toBe(1);
    for (const request of server.received) expect(isGenuine(request, someSecret)).toBe(true);
  });

  it('waits as long as Retry-After says, but never for more than an hour', async () => {
    const [world, server] = await place();
    world.add();
    server.answers.push(status(429, { 'retry-after': '90' }), status(429, { 'retry-after': '999999' }));
    tell(world);
    await lastText(world).toBe('It takes no more for now (HTTP 429). It is tried again.');
    world.clock.wind(89_000);
    expect(server.received.length).toBe(1);
    world.clock.wind(1_000);
    await expect.poll(() => unwrap(world.queue.first(world.one().webhookId))?.attempts).toBe(2);
    world.clock.wind(60 * minuteMs);
    await lastState(world).toBe('delivered');
  });

  it('is given up after its last try; what comes after it is sent all the same', async () => {
    const [world, server] = await place();
    world.add();
    server.answers.push(...Array.from({ length: mostAttempts }, () => status(500)));
    tell(world);
    for (let tries = 1; tries <= mostAttempts; tries += 1) {
      await expect.poll(() => server.received.length).toBe(tries);
      await expect
        .poll(() => [unwrap(world.queue.first(world.one().webhookId))?.attempts, world.one().last?.state])
        .toEqual(tries < mostAttempts ? [tries, 'waits'] : [undefined, 'failed']);
      if (tries < mostAttempts) windToNextTry(world);
    }
    expect(world.one()).toMatchObject({ waiting: 0, dropped: 1 });
    expect(world.one().last?.text).toContain('The notice was given up (tries: 20).');
    expect(world.told).toEqual(['halted failed']);
    tell(world);
    await lastState(world).toBe('delivered');
  });

  it('is given up once it is a day old, but not untried', async () => {
    const [world, server] = await place();
    world.add();
    const locked = world.restart(null);
    tell(locked);
    locked.clock.wind(2 * 24 * 60 * minuteMs);
    server.answers.push(status(500));
    const open = locked.restart();
    await lastText(open).toBe('It failed itself (HTTP 500). The notice was given up (tries: 1).');
    expect(server.received.length).toBe(1);
  });

  it('is not tried again where the receiver refuses it, and the next one is sent', async () => {
    const [world, server] = await place();
    world.add();
    server.answers.push(status(404));
    tell(world);
    tell(world);
    await lastState(world).toBe('delivered');
    expect(server.received.length).toBe(2);
    expect(world.one()).toMatchObject({ waiting: 0, dropped: 1 });
  });

  it('follows no redirect, over either way out', async () => {
    const [world, server] = await place();
    world.add();
    server.answers.push(status(302, { location: `${server.url}/elsewhere` }));
    tell(world);
    await lastText(world).toMatch(/^It answered with a redirect, which is not followed/);
    expect(server.received.map(({ path }) => path)).toEqual(['/portcullis?k=hidden-part']);

    // Node's own fetch, which would follow it; http is allowed to this machine.
    let hits = 0;
    const plain = await serveLoopback((_request, response) => {
      hits += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    const other = webhookPlace((url, init) => fetch(url, init));
    other.add({ target: { format: 'generic', url: `${plain.url}/hook`, secret: someSecret } });
    tell(other);
    await lastText(other).toMatch(/^It answered with a redirect, which is not followed/);
    expect(hits).toBe(1);
    await plain.close();
  });

  it('ends after ten seconds where the receiver says nothing, or never ends its answer', async () => {
    const [world, server] = await place();
    world.add();
    server.answers.push(
      () => undefined,
      (response) => void response.writeHead(200).write('begun'),
    );
    tell(world);
    await expect.poll(() => server.received.length).toBe(1);
    world.clock.wind(postDeadlineMs);
    await lastText(world).toBe('It did not answer within 10 seconds. It is tried again.');
    world.clock.wind(minuteMs / 2);
    await expect.poll(() => server.received.length).toBe(2);
    world.clock.wind(postDeadlineMs);
    await expect.poll(() => unwrap(world.queue.first(world.one().webhookId))?.attempts).toBe(2);
  });

  it('reads no more of an answer than it needs', async () => {
    const [world, server] = await place();
    world.add();
    let written = 0;
    server.answers.push((response) => {
      response.writeHead(200);
      const pour = (): void => {
        while (!response.destroyed && written < 200_000_000 && response.write('x'.repeat(65_536))) written += 65_536;
      };
      response.on('drain', pour);
      pour();
    });
    tell(world);
    await lastState(world).toBe('delivered');
    expect(written).toBeLessThan(200_000_000);
  });

  it('says that a certificate is not trusted, and sends nothing there', async () => {
    const server = await receiver();
    const stranger = await receiver();
    const world = webhookPlace(server.net.fetch);
    world.add();
    const own = server.authority.issue({ name: 'a receiver', hosts: ['hooks.example.org'] });
    server.renew(stranger.authority.issue({ name: 'a receiver', hosts: ['hooks.example.org'] }));
    tell(world);
    await lastText(world).toMatch(/^Its certificate is not trusted \(\w+\)\. It is tried again\.$/);
    expect(server.received).toEqual([]);
    server.renew(server.authority.issue({ name: 'a receiver', hosts: ['another.example.org'] }));
    world.clock.wind(minuteMs / 2);
    await lastText(world).toMatch(/ALTNAME/);
    server.renew(own);
    world.clock.wind(2 * minuteMs);
    await lastState(world).toBe('delivered');
    expect(server.received.length).toBe(1);
  });

  it('repeats nothing of where it goes, in its own words or the log', async () => {
    const [world, server] = await place();
    world.add();
    server.net.refuse(1);
    server.answers.push(status(500, { 'x-echo': someSecret }, `${someSecret} /portcullis?k=hidden-part`));
    tell(world);
    await lastText(world).toBe('It could not be reached (ECONNREFUSED). It is tried again.');
    windToNextTry(world);
    await lastText(world).toBe('It failed itself (HTTP 500). It is tried again.');
    const all = JSON.stringify([world.told, world.database.prepare('SELECT * FROM webhooks').all()]);
    expect(all).not.toMatch(/hidden-part|a-secret|41f0/);
  });
});

describe('what waits', () => {
  it('outlives the sender, is sent by the next one, and once', async () => {
    const [world, server] = await place();
    world.add();
    // On its way when the console ends; told and not even queued when it ends.
    server.answers.push(() => undefined);
    tell(world);
    await expect.poll(() => server.received.length).toBe(1);
    world.sender.tell(newsOf('released', 'Everything may pass'));
    const next = world.restart();
    await expect.poll(() => next.one().waiting).toBe(0);
    await lastState(next).toBe('delivered');
    const ids = server.received.map(({ headers }) => headers['x-portcullis-notice']);
    // The first was cut off: whether it arrived nobody knows, so it is sent again under its id.
    expect(ids).toEqual([ids[0], ids[0], ids[2]]);
    expect(ids[2]).not.toBe(ids[0]);
    const third = next.restart();
    third.clock.wind(60 * minuteMs);
    expect(server.received.length).toBe(3);
  });

  it('waits while the vault is locked, however long, and goes once it is open', async () => {
    const [world, server] = await place();
    world.add();
    const locked = world.restart(null);
    expect(locked.vault.state()).toBe('locked');
    tell(locked);
    locked.clock.wind(3 * 24 * 60 * minuteMs);
    expect(locked.one()).toMatchObject({ waiting: 1, last: null });
    expect(server.received).toEqual([]);
    const open = locked.restart();
    await lastState(open).toBe('delivered');
  });

  it('is bounded: the oldest of the least important goes first, and that is said', async () => {
    const [world] = await place();
    world.add();
    const locked = world.restart(null);
    locked.sender.tell(halted);
    for (let index = 0; index < mostWaiting; index += 1) {
      locked.sender.tell(newsOf('approval-waiting', `Number ${index}`));
    }
    locked.clock.wind(0);
    expect(locked.one()).toMatchObject({ waiting: mostWaiting, dropped: 1 });
    expect(locked.one().last?.text).toBe('Too many notices waited: the least important was dropped.');
    expect(locked.told).toEqual(['approval-waiting failed']);
    const { webhookId } = locked.one();
    expect(unwrap(locked.queue.first(webhookId))?.notice.kind).toBe('halted');
    const texts = locked.database.prepare('SELECT notice FROM webhook_queue ORDER BY id').pluck().all() as string[];
    expect(texts.some((text) => text.includes('Number 0"'))).toBe(false);
    expect(texts.some((text) => text.includes('Number 1"'))).toBe(true);
  });

  it('is sent when the clock was set back, too', async () => {
    const [world, server] = await place();
    world.add();
    server.answers.push(status(500));
    tell(world);
    await lastState(world).toBe('waits');
    world.clock.jump(-400 * 24 * 60 * minuteMs);
    world.clock.wind(minuteMs / 2);
    await lastState(world).toBe('delivered');
  });

  it('is not sent twice where the delivery could not be written down', async () => {
    const [world, server] = await place();
    world.add();
    world.database.exec(
      `CREATE TEMP TRIGGER full BEFORE DELETE ON webhook_queue BEGIN SELECT RAISE(ABORT, 'full'); END`,
    );
    tell(world);
    await expect.poll(() => world.one().last?.state).toBe('delivered');
    expect(world.one().waiting).toBe(1);
    for (let minutes = 0; minutes < 5; minutes += 1) world.clock.wind(minuteMs);
    expect(server.received.length).toBe(1);
    world.database.exec('DROP TRIGGER full');
    world.clock.wind(2 * minuteMs);
    expect(world.one().waiting).toBe(0);
    expect(server.received.length).toBe(1);
  });

  it('never makes whoever tells wait: nothing is written before they are done', async () => {
    const [world] = await place();
    world.add();
    world.sender.tell(halted);
    expect(world.one().waiting).toBe(0);
    world.clock.wind(0);
    await lastState(world).toBe('delivered');
  });
});
