import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import { newFiles } from '../../../core/procedures/certificate-words.ts';
import { beginTlsRotation, tlsRotationPlan } from '../../../core/procedures/rotate-remote-tls.ts';
import type { TlsRotationPorts } from '../../../core/procedures/tls-rotation-ports.ts';
import { isPinned } from '../../../core/signers/pins.ts';
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

const [old, fresh] = ['0a'.repeat(32), '0b'.repeat(32)];

/** A signing service, what it shows and takes, and what is set up here for it, in the hands of a test. */
interface World {
  readonly console: WalkedConsole;
  readonly clock: ReturnType<typeof manualClock>;
  readonly ports: TlsRotationPorts;
  /** The pins of the settings as they are written, and as the console read them when it started. */
  pinsWritten: readonly string[] | null;
  pins: readonly string[] | null;
  /** What the service shows, and which of our certificates it takes. */
  shows: string;
  readonly takes: Set<string>;
  /** Our certificate as it lies in its file, and the one that the signer was made with. */
  own: string;
  ownInUse: string;
  place: 'settings' | 'vault';
  address: string;
  host: string;
  isUp: boolean;
  signsTexts: boolean;
  development: { isSet: boolean; hasSigned: boolean };
}

function worldOf(pins: readonly string[] | null): World {
  const clock = manualClock();
  const own = walkedConsole();
  let lastShown = old;
  /** Connects as the signer does; null where the connection is made. */
  const refusal = (): string | null => {
    if (!world.isUp) return 'it cannot be connected to';
    if (!isPinned(world.pins ?? undefined, world.shows)) return 'its certificate is not the pinned one';
    lastShown = world.shows;
    return world.takes.has(world.ownInUse) ? null : 'it does not accept our certificate';
  };
  const world: World = {
    console: own,
    clock,
    pinsWritten: pins,
    pins,
    shows: old,
    takes: new Set(['own-old']),
    own: 'own-old',
    ownInUse: 'own-old',
    place: 'settings',
    address: '0xaddress',
    host: 'signer.example:8443',
    isUp: true,
    signsTexts: true,
    development: { isSet: false, hasSigned: false },
    ports: {
      ...own.common,
      clock,
      pinned: () => ok(world.address),
      host: () => world.host,
      place: () => ({
        from: world.place,
        names: {
          url: 'SIGNER_REMOTE_URL',
          cert: 'PORTCULLIS_REMOTE_CERT',
          key: 'PORTCULLIS_REMOTE_KEY',
          pins: 'PORTCULLIS_REMOTE_PIN',
        },
        files: world.place === 'settings' ? { cert: '/keys/our cert.pem', key: '/keys/client.key' } : null,
      }),
      pins: () => ok(world.pins),
      seen: (_service, whose) => ({
        fingerprint: whose === 'service' ? lastShown : world.own,
        notAfterMs: clock.nowMs() + 86_400_000,
      }),
      wouldTake: (_service, fingerprint) => ok(isPinned(world.pins ?? undefined, fingerprint)),
      async testSigner(_service, isAnew): Promise<Result<{ readonly hasSigned: boolean }>> {
        if (isAnew) world.ownInUse = world.own;
        const why = refusal();
        if (why !== null)
          return err({ code: 'signer-unavailable', retry: 'safe', signer: 'remote', state: 'tls', why });
        return ok({ hasSigned: world.signsTexts });
      },
      developmentChain: async () => ok(world.development),
    },
  };
  return world;
}

const credential = { ...keptKey('credential', 'active', 0), kind: 'remote-tls' } as const;
const ofService = { ...credential, slot: 'served-remote' };
const ofOurs = { ...credential, slot: 'tls-remote' };

async function rotating(world: World, row = ofService, database = walkedDatabase()): Promise<WalkedProcedure> {
  const facts = unwrap(beginTlsRotation(row, world.ports));
  return walkedProcedure(database, world.clock, tlsRotationPlan(world.ports), facts);
}
/** Changes the line of the pins, and starts the console again. */
async function pin(world: World, run: WalkedProcedure, ...pins: readonly string[]): Promise<void> {
  world.pinsWritten = pins;
  world.pins = pins;
  await run.crash();
}
const instruction = (run: WalkedProcedure): string => {
  const { currentStepId, steps } = run.shown();
  return steps.find(({ stepId }) => stepId === currentStepId)?.instruction ?? '';
};
const at = (run: WalkedProcedure) => run.shown().currentStepId;

describe('the rotation of the certificate that a remote signer shows', () => {
  it('goes from two pins to one, tells the very lines, and sees that the old one would be refused', async () => {
    const world = worldOf([old]);
    const run = await rotating(world);
    await run.step();
    await run.step();
    expect(run.found('old-works')).toMatchObject({ strength: 'proved' });
    expect(instruction(run)).toContain('openssl req -new -newkey ec');
    expect(instruction(run)).toContain('subjectAltName=DNS:signer.example');
    await run.step('made');
    expect(instruction(run)).toContain(`PORTCULLIS_REMOTE_PIN=${old},FINGERPRINT-OF-THE-NEW-ONE`);
    await run.step();
    expect(run.found('overlap')?.text).toContain('Only the old certificate is pinned');
    await pin(world, run, old, fresh, '0c'.repeat(32));
    await run.step();
    expect(run.found('overlap')?.text).toContain('More than two');
    await pin(world, run, old, fresh);
    await run.step();
    expect([at(run), run.found('overlap')?.strength]).toEqual(['in-place', 'proved']);
    await run.step();
    expect(run.found('in-place')?.text).toContain('still shows the old certificate');
    world.shows = fresh;
    await run.step();
    expect(at(run)).toBe('old-ended');
    expect(run.found('in-place')).toMatchObject({
      strength: 'proved',
      text: expect.stringMatching(/0b0b0b0b0b0b0b0b, until .* signed a test text/),
    });
    expect(instruction(run)).toContain(`PORTCULLIS_REMOTE_PIN=${fresh}`);
    await run.step();
    expect(run.found('old-ended')?.text).toContain('still pinned');
    await pin(world, run, fresh);
    await run.step();
    expect(at(run)).toBe('paper-trade');
    expect(run.found('old-ended')).toMatchObject({ strength: 'proved' });
    await run.step();
    run.release(world.console);
    await run.step();
    expect(at(run)).toBe('test-transaction');
    expect(await run.step()).toMatchObject({ outcome: 'completed' });
    expect(run.found('test-transaction')).toMatchObject({ strength: 'weak' });
  });

  it('says what is not proved where no pins are set, and asks for the word', async () => {
    const world = worldOf(null);
    const run = await rotating(world);
    await run.step();
    await run.step();
    await run.step('made');
    await run.step();
    expect(run.found('overlap')).toMatchObject({ strength: 'weak' });
    world.shows = fresh;
    await run.step();
    await run.step();
    expect(at(run)).toBe('old-ended');
    await run.step('revoked, and its key deleted');
    expect(run.found('old-ended')).toMatchObject({ strength: 'said' });
  });

  it('does not take it for done where pins were taken out altogether', async () => {
    const world = worldOf([old]);
    const run = await rotating(world);
    await run.step();
    await run.step();
    await run.step('made');
    world.pins = null;
    await run.step();
    expect(run.found('overlap')?.text).toContain('are not now');
    await pin(world, run, old, fresh);
    await run.step();
    world.shows = fresh;
    await run.step();
    world.pins = null;
    await run.step();
    expect([at(run), run.found('old-ended')?.text]).toEqual(['old-ended', expect.stringContaining('are not now')]);
  });

  it('goes on where the old pin went too early and the new certificate is shown already, and calls that weak', async () => {
    const world = worldOf([old]);
    const run = await rotating(world);
    await run.step();
    await run.step();
    await run.step('made');
    await pin(world, run, fresh);
    await run.step();
    expect(at(run)).toBe('overlap');
    world.shows = fresh;
    await world.ports.testSigner('remote', false);
    await run.step();
    expect(run.found('overlap')).toMatchObject({ strength: 'weak' });
    await run.step();
    await run.step();
    expect(at(run)).toBe('paper-trade');
  });

  it('may move to another place with the same address, and to no other address', async () => {
    const world = worldOf(null);
    const run = await rotating(world);
    await run.step();
    await run.step();
    await run.step('made');
    await run.step();
    [world.shows, world.host, world.address] = [fresh, 'elsewhere.example', '0xanother'];
    await run.step();
    expect(run.found('in-place')?.text).toContain('Another address is pinned');
    world.address = '0xaddress';
    await run.step();
    expect(run.found('in-place')?.text).toContain(
      'moved from signer.example:8443 to elsewhere.example, and its address is the same',
    );
  });

  it('calls it weak where the signer signs no texts, and a transaction on a development chain proves it then', async () => {
    const world = worldOf(null);
    world.signsTexts = false;
    world.development.isSet = true;
    const run = await rotating(world);
    await run.step();
    await run.step();
    await run.step('made');
    await run.step();
    world.shows = fresh;
    await run.step();
    expect(run.found('in-place')).toMatchObject({ strength: 'weak', text: expect.stringContaining('signs no texts') });
    await run.step('revoked');
    await run.step();
    run.release(world.console);
    await run.step();
    expect((await run.step()).outcome).toBe('open');
    world.development.hasSigned = true;
    expect((await run.step()).outcome).toBe('completed');
    expect(run.found('test-transaction')).toMatchObject({ strength: 'proved' });
  });

  it('stands still where the old certificate was put back', async () => {
    const world = worldOf(null);
    const run = await rotating(world);
    await run.step();
    await run.step();
    await run.step('made');
    await run.step();
    world.shows = fresh;
    await run.step();
    world.shows = old;
    await world.ports.testSigner('remote', false);
    await run.step('revoked');
    expect([at(run), run.found('old-ended')?.text]).toEqual([
      'old-ended',
      expect.stringContaining('Another certificate'),
    ]);
  });

  it('begins only for a certificate of the signer in use', () => {
    const world = worldOf(null);
    const { ports } = world;
    expect(beginTlsRotation({ ...ofService, slot: 'mpc-share-0' }, ports)).toMatchObject({ ok: false });
    expect(beginTlsRotation({ ...ofService, state: 'missing' }, ports)).toMatchObject({ ok: false });
    expect(beginTlsRotation(ofService, { ...ports, host: () => null })).toMatchObject({ ok: false });
    const other: Result<never> = err({ code: 'conflict', retry: 'never', what: 'another signer is in use' });
    expect(beginTlsRotation(ofService, { ...ports, pinned: () => other })).toEqual(other);
    expect(beginTlsRotation({ ...ofService, slot: 'served-mpc-1' }, ports)).toMatchObject({
      value: { service: 'mpc-1' },
    });
  });
});

describe('the rotation of our certificate for a remote signer', () => {
  it('names the files to make, has the signer read them, and takes the word for what only the service can refuse', async () => {
    const world = worldOf([old]);
    const run = await rotating(world, ofOurs);
    await run.step();
    await run.step();
    const day = new Date(world.clock.nowMs()).toISOString().slice(0, 10);
    expect(instruction(run)).toContain(`-keyout /keys/client-${day}.key -out /keys/client-${day}.csr`);
    expect(instruction(run)).toContain(`'/keys/our cert-${day}.pem'`);
    await run.step('made');
    world.takes.add('own-new');
    await run.step('it takes both');
    expect(instruction(run)).toContain(`PORTCULLIS_REMOTE_CERT=/keys/our cert-${day}.pem`);
    await run.step();
    expect(run.found('in-place')?.text).toContain('still the old one');
    world.own = 'own-new';
    await run.step();
    expect(world.ownInUse).toBe('own-new');
    expect([at(run), run.found('in-place')?.strength]).toEqual(['old-ended', 'proved']);
    world.takes.delete('own-old');
    await run.step('its line is out');
    expect(run.found('old-ended')).toMatchObject({ strength: 'said' });
    await run.step();
    run.release(world.console);
    await run.step();
    expect((await run.step()).outcome).toBe('completed');
  });

  it('asks for the form where the vault keeps it, and does not go on while the service refuses it', async () => {
    const world = worldOf(null);
    world.place = 'vault';
    const run = await rotating(world, ofOurs);
    await run.step();
    await run.step();
    await run.step('made');
    await run.step('it takes both');
    expect(run.shown().steps.find(({ stepId }) => stepId === 'in-place')?.form).toEqual({
      name: 'tls-remote',
      credentialId: null,
    });
    world.own = 'own-new';
    await run.step();
    expect(run.found('in-place')?.text).toContain('does not accept our certificate');
  });

  it('gives new files the day, and no second one when they are rotated again', () => {
    expect(newFiles({ cert: 'a/c-2026-01-01.crt', key: 'a/k.key' }, Date.UTC(2027, 0, 2))).toEqual({
      cert: 'a/c-2027-01-02.crt',
      key: 'a/k-2027-01-02.key',
      csr: 'a/k-2027-01-02.csr',
    });
  });
});

const disturbances = [
  'both',
  'show',
  'one',
  'write',
  'restart',
  'cut off',
  'outage',
  'say',
  'release',
  'put back',
] as const;
type Disturbance = (typeof disturbances)[number];

const harmless: ReadonlySet<Disturbance> = new Set(['restart', 'cut off', 'outage', 'say', 'release']);

/** What a person does who follows the steps, and tries each after it. */
const needed: Readonly<Record<string, Disturbance>> = {
  overlap: 'both',
  'in-place': 'show',
  'old-ended': 'one',
  release: 'release',
};

describe('the rotation of a certificate, whatever happens in whatever order', () => {
  it('ends only with the new one shown, pinned alone and tried, and trading stays halted until then', async () => {
    const database = walkedDatabase();
    let ends = 0;
    const walks = fc.array(
      fc.oneof({ weight: 3, arbitrary: fc.constant('go' as const) }, fc.constantFrom(...disturbances)),
      { minLength: 30, maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(walks, fc.boolean(), fc.boolean(), async (wild, hasPins, isFaithful) => {
        // A faithful person does what the step at hand asks, whatever happens beside it.
        const walk = wild.filter((action) => !isFaithful || action === 'go' || harmless.has(action));
        const world = worldOf(hasPins ? [old] : null);
        const run = await rotating(world, ofService, database);
        let hasEnded = false;
        const restart = async (): Promise<void> => {
          world.pins = world.pinsWritten;
          await run.crash();
        };
        const act = async (action: Disturbance): Promise<void> => {
          switch (action) {
            case 'both':
              if (hasPins) world.pinsWritten = [old, fresh];
              return restart();
            case 'one':
              if (hasPins) world.pinsWritten = [fresh];
              return restart();
            case 'write':
              // Written, and the console is not started again yet.
              if (hasPins) world.pinsWritten = [fresh];
              return;
            case 'restart':
              return restart();
            case 'show':
              world.shows = fresh;
              return;
            case 'put back':
              world.shows = old;
              return;
            case 'outage':
              world.isUp = !world.isUp;
              return;
            case 'say':
              await run.step('my word');
              return;
            case 'cut off':
              return run.stepCutOff();
            case 'release':
              return run.release(world.console);
          }
        };
        for (const action of walk) {
          const toDo = action === 'go' ? needed[run.shown().currentStepId ?? ''] : action;
          if (toDo !== undefined) await act(toDo);
          if (action === 'go') await run.step(at(run) === 'new-certificate' || !hasPins ? 'done so' : null);
          const isTaken = isPinned(world.pins ?? undefined, world.shows);
          expect(isTaken || !isFaithful, 'the signer cannot be used any more').toBe(true);
          const { outcome, steps } = run.shown();
          const isDone = (stepId: string): boolean => steps.find((one) => one.stepId === stepId)?.state === 'done';
          if (isDone('halt') && !isDone('paper-trade')) expect(world.console.halt.state).toBe('halted');
          if (isDone('old-ended') && !hasEnded && hasPins) expect(world.pins).toEqual([fresh]);
          hasEnded = isDone('old-ended');
          if (outcome === 'open') continue;
          expect(world.ports.seen('remote', 'service')?.fingerprint).toBe(fresh);
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
