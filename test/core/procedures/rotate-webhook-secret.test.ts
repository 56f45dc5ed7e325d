import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Webhook } from '../../../core/contract/shapes.ts';
import { err, ok } from '../../../core/domain/result.ts';
import { webhookRotationPlan } from '../../../core/procedures/rotate-webhook-secret.ts';
import {
  beginWebhookRotation,
  mayEndOldSecret,
  readWebhookRotation,
  type WebhookRotation,
  type WebhookRotationPorts,
} from '../../../core/procedures/webhook-rotation.ts';
import { manualClock } from '../../manual-clock.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { keptKey } from './rotation-world.ts';
import {
  type WalkedConsole,
  type WalkedProcedure,
  walkedConsole,
  walkedDatabase,
  walkedProcedure,
} from './walked-procedure.ts';

type Format = Webhook['format'];

/** A webhook, the vault's secrets of it, and the secrets that its receiver takes, in the hands of a test. */
interface World {
  readonly console: WalkedConsole;
  readonly clock: ReturnType<typeof manualClock>;
  readonly ports: WebhookRotationPorts;
  secret: string;
  oldSecret: string | null;
  readonly taken: Set<string>;
  isUp: boolean;
  enabled: boolean;
  isRemoved: boolean;
}

function worldOf(format: Format): World {
  const clock = manualClock();
  const own = walkedConsole();
  let testedAtMs = -10_000;
  const world: World = {
    console: own,
    clock,
    secret: 'old',
    oldSecret: null,
    taken: new Set(['old']),
    isUp: true,
    enabled: true,
    isRemoved: false,
    ports: {
      ...own.common,
      clock,
      webhook: () => (world.isRemoved ? err({ code: 'not-found', retry: 'never', what: 'this webhook' }) : ok(shown())),
      async test(_webhookId, signedBy) {
        if (!world.enabled) return err({ code: 'conflict', retry: 'never', what: 'it is turned off' });
        if (clock.nowMs() - testedAtMs < 5_000) {
          return err({ code: 'rate-limited', retry: 'safe', venue: 'the webhook', retryAfterMs: 5_000 });
        }
        testedAtMs = clock.nowMs();
        const signed =
          signedBy === 'newest' || world.oldSecret === null ? [world.secret] : [world.secret, world.oldSecret];
        const isDelivered = world.isUp && signed.some((secret) => world.taken.has(secret));
        return ok({ isDelivered, text: 'HTTP', signatures: format === 'generic' ? signed.length : 0 });
      },
    },
  };
  const shown = (): Webhook => ({
    webhookId: 'credential',
    label: 'Phone',
    format,
    host: 'hooks.example.org',
    fingerprint: `mark-${world.secret}`,
    notices: ['halted'],
    enabled: world.enabled,
    hasOldSecret: world.oldSecret !== null,
    waiting: 0,
    dropped: 0,
    last: null,
  });
  return world;
}

const credential = { ...keptKey('credential', 'active', 0), kind: 'webhook-secret' } as const;

async function rotating(world: World, database = walkedDatabase()): Promise<WalkedProcedure> {
  const facts = unwrap(beginWebhookRotation(credential, unwrap(world.ports.webhook('credential'))));
  return walkedProcedure(database, world.clock, webhookRotationPlan(world.ports), facts);
}

/** Ends the old secret as the console lets a person. */
function endOverlap(world: World, run: WalkedProcedure): void {
  const underWay = run.underWay();
  const facts = underWay === null ? null : (readWebhookRotation(underWay.facts) as WebhookRotation);
  if (underWay === null || facts === null || mayEndOldSecret(facts, underWay.stepId, 'credential').ok) {
    world.oldSecret = null;
  }
}

const rotate = (world: World, secret: string): void => {
  if (world.oldSecret !== null || world.secret === secret) return;
  world.oldSecret = world.secret;
  world.secret = secret;
};
/** Another test may be sent only after a while. */
const wait = (world: World): void => world.clock.wind(5_000);

describe('the rotation of the secret of a webhook', () => {
  it('ends the old secret only after the receiver took a notice that the new one alone signed', async () => {
    const world = worldOf('generic');
    const run = await rotating(world);
    await run.step();
    expect((await run.step()).currentStepId).toBe('new-secret');
    expect(run.shown().steps[1]?.form).toEqual({ name: 'webhook-rotate', credentialId: 'credential' });
    rotate(world, 'new');
    expect((await run.step()).currentStepId).toBe('tell-receiver');
    endOverlap(world, run);
    expect(world.oldSecret).toBe('old');
    await run.step();
    expect((await run.step('it has it')).currentStepId).toBe('new-taken');
    expect((await run.step()).currentStepId).toBe('new-taken');
    endOverlap(world, run);
    expect(world.oldSecret).toBe('old');
    world.taken.add('new');
    expect((await run.step()).steps[3]?.againAtMs).not.toBeNull();
    wait(world);
    expect((await run.step()).currentStepId).toBe('end-overlap');
    expect(run.found('new-taken')).toMatchObject({ strength: 'proved' });
    expect((await run.step()).currentStepId).toBe('end-overlap');
    endOverlap(world, run);
    await run.step();
    wait(world);
    expect((await run.step()).currentStepId).toBe('old-refused');
    expect(run.found('only-new')).toMatchObject({ strength: 'proved', text: expect.stringContaining('one signature') });
    await run.step();
    expect((await run.step('its page says so')).currentStepId).toBe('paper-trade');
    expect(run.found('old-refused')).toMatchObject({ strength: 'said' });
    await run.step();
    run.release(world.console);
    expect(await run.step()).toMatchObject({ outcome: 'completed' });
    expect([world.secret, world.oldSecret, world.console.trades]).toEqual(['new', null, 1]);
  });

  it.each(['discord', 'telegram'] as const)(
    'has no overlap for %s, where the address is the secret, and says so',
    async (format) => {
      const world = worldOf(format);
      const run = await rotating(world);
      expect(run.shown().steps.map(({ stepId }) => stepId)).toEqual([
        'halt',
        'new-secret',
        'new-taken',
        'only-new',
        'old-refused',
        'paper-trade',
        'release',
      ]);
      await run.step();
      expect(run.shown().steps[1]?.form?.name).toBe(`webhook-${format}`);
      world.secret = 'new';
      world.taken.add('new');
      expect((await run.step()).currentStepId).toBe('new-taken');
      expect((await run.step()).currentStepId).toBe('only-new');
      wait(world);
      expect((await run.step()).currentStepId).toBe('old-refused');
    },
  );

  it('goes on with a secret that was entered before it began, as after a rotation that was left', async () => {
    const world = worldOf('generic');
    rotate(world, 'new');
    const run = await rotating(world);
    await run.step();
    expect(run.shown().steps[1]?.form).toBeNull();
    expect((await run.step()).currentStepId).toBe('tell-receiver');
    expect(run.found('new-secret')).toMatchObject({ strength: 'proved' });
  });

  it('does not call a secret another one where only its address may be', async () => {
    const world = worldOf('generic');
    const run = await rotating(world);
    await run.step();
    world.secret = 'new';
    await run.step();
    expect(run.found('new-secret')).toMatchObject({ strength: 'weak' });
  });

  it('takes in a secret that was entered once more before the receiver took one, and none after', async () => {
    const world = worldOf('generic');
    const run = await rotating(world);
    await run.step();
    rotate(world, 'mistyped');
    await run.step();
    await run.step('it has it');
    expect((await run.step()).currentStepId).toBe('new-taken');
    wait(world);
    [world.secret, world.oldSecret] = ['new', null];
    world.taken.add('new');
    expect((await run.step()).currentStepId).toBe('end-overlap');
    await run.step();
    world.secret = 'another';
    wait(world);
    expect((await run.step()).currentStepId).toBe('only-new');
    expect(run.found('only-new')?.text).toContain('another than the one that was tried');
  });

  it('begins only for a webhook that is turned on, and stands still once that is turned off', async () => {
    const world = worldOf('generic');
    world.enabled = false;
    expect(beginWebhookRotation(credential, unwrap(world.ports.webhook('')))).toMatchObject({ ok: false });
    world.enabled = true;
    expect(beginWebhookRotation({ ...credential, kind: 'api-token' }, unwrap(world.ports.webhook('')))).toMatchObject({
      ok: false,
    });
    const run = await rotating(world);
    await run.step();
    rotate(world, 'new');
    world.enabled = false;
    expect((await run.step()).currentStepId).toBe('new-secret');
  });
});

const disturbances = [
  'rotate',
  'give',
  'forget',
  'end',
  'say',
  'release',
  'crash',
  'cut off',
  'outage',
  'wait',
  'enter again',
] as const;
type Disturbance = (typeof disturbances)[number];

/** What a person does who follows the steps, and tries each after it. */
const needed: Readonly<Record<string, Disturbance>> = {
  'new-secret': 'rotate',
  'tell-receiver': 'give',
  'new-taken': 'wait',
  'end-overlap': 'end',
  'only-new': 'wait',
  'old-refused': 'forget',
  release: 'release',
};

describe('the rotation of a secret, whatever happens in whatever order', () => {
  it('never has the console sign with nothing that the receiver takes, and ends with the new one alone', async () => {
    const database = walkedDatabase();
    let ends = 0;
    const walks = fc.array(
      fc.oneof({ weight: 3, arbitrary: fc.constant('go' as const) }, fc.constantFrom(...disturbances)),
      { minLength: 30, maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(walks, fc.boolean(), async (walk, isOverlapping) => {
        const world = worldOf('generic');
        if (isOverlapping) rotate(world, 'new');
        const run = await rotating(world, database);
        // Once a person overwrites a secret that signs, only they can have seen to the receiver.
        let isOverwritten = false;
        const act = async (action: Disturbance): Promise<void> => {
          switch (action) {
            case 'rotate':
              return rotate(world, 'new');
            case 'enter again':
              if (world.secret !== 'new' || world.oldSecret === null) return;
              world.oldSecret = null;
              isOverwritten = true;
              return;
            case 'give':
              if (world.secret === 'new') world.taken.add('new');
              return;
            case 'forget':
              // The person has the receiver forget it when the step asks for that.
              if (run.shown().currentStepId === 'old-refused') world.taken.delete('old');
              return;
            case 'end':
              return endOverlap(world, run);
            case 'say':
              await run.step('my word');
              return;
            case 'release':
              return run.release(world.console);
            case 'crash':
              return run.crash();
            case 'cut off':
              return run.stepCutOff();
            case 'outage':
              world.isUp = !world.isUp;
              return;
            case 'wait':
              return wait(world);
          }
        };
        for (const action of walk) {
          const toDo = action === 'go' ? needed[run.shown().currentStepId ?? ''] : action;
          if (toDo !== undefined) await act(toDo);
          const stands = run.shown().currentStepId;
          if (action === 'go')
            await run.step(stands === 'tell-receiver' || stands === 'old-refused' ? 'done so' : null);
          const signing = [world.secret, ...(world.oldSecret === null ? [] : [world.oldSecret])];
          const isHeard = signing.some((secret) => world.taken.has(secret));
          expect(isHeard || isOverwritten, 'no notice is taken any more').toBe(true);
          const { outcome, steps } = run.shown();
          const isTraded = steps.find(({ stepId }) => stepId === 'paper-trade')?.state === 'done';
          if (steps[0]?.state === 'done' && !isTraded) expect(world.console.halt.state).toBe('halted');
          if (outcome === 'open') continue;
          expect(signing).toEqual(['new']);
          expect(world.taken.has('new')).toBe(true);
          expect(world.console.trades).toBeGreaterThan(0);
          ends += 1;
          return;
        }
      }),
      { numRuns: process.env.PORTCULLIS_LONG === '1' ? 5_000 : 30 },
    );
    expect(ends).toBeGreaterThan(5);
  });
});
