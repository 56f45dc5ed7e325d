import { createHmac } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { type Receiver, receiver } from '../notify/webhook-place.ts';
import { temporaryCore } from '../temporary-core.ts';
import { guidedStep, lastProof, release, startGuided } from './guided.ts';

const old = 'the-first-secret-of-the-receiver';
const fresh = 'the-second-secret-of-the-receiver';

/** Answers as a receiver does that takes what one of `secrets` signed, as docs/webhooks.md tells it. */
function verifying(secrets: ReadonlySet<string>): Receiver['answers'][number] {
  return (response, { body, headers }) => {
    const signed = `${headers['x-portcullis-timestamp']}.${body}`;
    const given = String(headers['x-portcullis-signature']).split(',');
    const isRight = [...secrets].some((secret) =>
      given.includes(`v1=${createHmac('sha256', secret).update(signed).digest('hex')}`),
    );
    response.writeHead(isRight ? 204 : 401).end();
  };
}

it("a webhook's secret is rotated against a receiver that checks signatures: the old one is kept until the new one is taken, then wiped", async () => {
  const server = await receiver();
  const secrets = new Set([old]);
  server.answers.push(...Array.from({ length: 20 }, () => verifying(secrets)));
  let core = await temporaryCore({ ports: { fetch: server.net.fetch, masterKey: new Uint8Array(32).fill(9) } });
  onTestFinished(() => core.remove());
  const step = (word: string | null = null) => guidedStep(core, word);
  const target = { format: 'generic', url: `${server.url}/hook`, secret: old } as const;
  const entry = { label: 'Phone', notices: ['incident' as const], enabled: true };
  const { webhookId } = await core.get('webhooks.set', { ...entry, target }, 'approval');
  const end = () => core.ask('webhooks.endOverlap', { webhookId }, 'approval');

  expect(await startGuided(core, 'rotate-webhook-secret', 'webhook-secret')).toMatchObject({ ok: true });
  await step();
  expect((await step()).currentStepId).toBe('new-secret');
  await core.get('webhooks.rotateSecret', { webhookId, secret: fresh }, 'approval');
  expect((await step()).currentStepId).toBe('tell-receiver');
  // The old secret stays until the receiver took the new one: neither ends it, nor another address, nor the end of the webhook.
  const conflict = { ok: false, error: { code: 'conflict' } };
  expect(await end()).toMatchObject(conflict);
  expect(await core.ask('webhooks.set', { ...entry, webhookId, target }, 'approval')).toMatchObject(conflict);
  expect(await core.ask('webhooks.remove', { webhookId }, 'approval')).toMatchObject(conflict);
  expect(await core.ask('webhooks.set', { ...entry, webhookId, label: 'Desk' }, 'approval')).toMatchObject({
    ok: true,
  });
  // A typing error is mended beside it; the old one cannot come in the new one's place.
  const again = (secret: string) => core.ask('webhooks.rotateSecret', { webhookId, secret }, 'approval');
  expect(await again(old)).toMatchObject(conflict);
  expect(await again(`${fresh}-mistyped`)).toMatchObject({ ok: true, value: { hasOldSecret: true } });
  expect(await again(fresh)).toMatchObject({ ok: true, value: { hasOldSecret: true } });
  await step('it has it');
  const refused = await step();
  expect([refused.currentStepId, lastProof(refused, 'new-taken')?.text]).toEqual([
    'new-taken',
    expect.stringContaining('HTTP 401'),
  ]);
  // A test may be sent again by the next console at once.
  core = await core.restart();
  secrets.add(fresh);
  expect((await step()).currentStepId).toBe('end-overlap');
  expect((await step()).currentStepId).toBe('end-overlap');
  expect(await again(`${fresh}-mistyped`)).toMatchObject(conflict);
  expect(await end()).toMatchObject({ ok: true });
  expect((await step()).currentStepId).toBe('only-new');
  core = await core.restart();
  secrets.delete(old);
  const only = await step();
  expect([only.currentStepId, lastProof(only, 'only-new')?.strength]).toEqual(['old-refused', 'proved']);
  expect(server.received.at(-1)?.headers['x-portcullis-signature']).not.toContain(',');
  await step('its page says so');
  expect((await step()).currentStepId).toBe('release');
  expect((await core.get('halt.requestRelease', {})).warnings).toEqual([]);
  expect(await release(core)).toMatchObject({ ok: true });
  expect(await step()).toMatchObject({ outcome: 'completed' });
  const { credentials } = await core.get('custody.list', {});
  expect(credentials.find(({ kind }) => kind === 'webhook-secret')?.lastRotatedAtMs).not.toBeNull();
  const told = JSON.stringify([await core.get('audit.query', { limit: 300 }), await core.get('procedures.list', {})]);
  for (const secret of [old, fresh]) expect(told).not.toContain(secret);
});
