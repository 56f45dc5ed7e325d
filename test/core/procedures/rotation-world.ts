import type { KeyPassport } from '../../../core/contract/shapes.ts';
import type { StoredCredential } from '../../../core/custody/credentials-table.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import type { KeyRotation } from '../../../core/procedures/key-rotation.ts';
import type { KeyProbe, KeyRotationPorts } from '../../../core/procedures/key-rotation-ports.ts';
import { beginKeyRotation } from '../../../core/procedures/rotate-exchange-key.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { fitPassport } from '../custody/fit-passport.ts';
import { haltOver, type WalkedHalt } from './walked-procedure.ts';

/** An account at an exchange, its keys, and what the console keeps of them, in the hands of a test. */
export interface RotationWorld {
  readonly clock: ManualClock;
  readonly ports: KeyRotationPorts;
  readonly keys: Map<string, StoredCredential>;
  /** The ids of the keys that the exchange takes. */
  readonly alive: Set<string>;
  /** What the exchange answers a key that it does not take. */
  refusal: 'gone' | 'refused';
  /** Whether the exchange answers at all. */
  isUp: boolean;
  readonly halt: WalkedHalt;
  /** How often a practice order was placed. */
  trades: number;
  isArmed: boolean;
}

/** A key as the vault keeps it. */
export function keptKey(credentialId: string, state: StoredCredential['state'], enteredAtMs: number): StoredCredential {
  return {
    credentialId,
    kind: 'cex-key',
    slot: null,
    subject: 'kraken',
    label: credentialId,
    place: 'vault',
    fingerprint: `mark-${credentialId}`,
    state,
    createdAtMs: null,
    enteredAtMs,
    lastRotatedAtMs: null,
    notAfterMs: null,
    intervalDays: 90,
    intervalReason: null,
    attested: null,
  };
}

/** One with the key 'old', in use. */
export function rotationWorld(): RotationWorld {
  const clock = manualClock();
  const keys = new Map([['old', keptKey('old', 'active', clock.nowMs() - 1)]]);
  const down = { code: 'venue-unreachable', retry: 'safe', venue: 'kraken', why: 'down' } as const;
  const probe = (credentialId: string): KeyProbe => {
    if (!world.isUp) return { answer: 'unclear', text: 'no answer' };
    if (keys.get(credentialId)?.state === 'retired') return { answer: 'unclear', text: 'the key cannot be read here' };
    return world.alive.has(credentialId)
      ? { answer: 'works', text: 'the exchange takes it' }
      : { answer: world.refusal, text: 'Invalid key' };
  };
  const stored = (credentialId: string): Result<StoredCredential> => {
    const found = keys.get(credentialId);
    return found === undefined ? err({ code: 'not-found', retry: 'never', what: 'this credential' }) : ok(found);
  };
  const world: RotationWorld = {
    clock,
    keys,
    alive: new Set(['old']),
    refusal: 'gone',
    isUp: true,
    halt: { state: 'active', isOurs: false },
    trades: 0,
    isArmed: false,
    ports: {
      clock,
      halt: haltOver(() => world.halt),
      stored,
      kept: () => ok([...keys.values()].filter(({ state }) => state === 'active' || state === 'standby')),
      counting: () => ok([...keys.values()].find(({ state }) => state === 'active')?.credentialId ?? null),
      readPassport: async (credentialId) => ok(passportOf(credentialId, probe(credentialId))),
      passport: ({ credentialId }) => ok(passportOf(credentialId, { answer: 'works', text: '' })),
      probe: async (credentialId) => probe(credentialId),
      readAccount: async (credentialId) =>
        world.isUp && world.alive.has(credentialId) ? ok({ balances: 2, openOrders: 0 }) : err(down),
      health: async () => (world.isUp ? [] : ['The exchange is not connected.']),
      async tradeOnPaper() {
        world.trades += 1;
        return ok('traded');
      },
      isArmed: () => world.isArmed,
    },
  };
  return world;
}

/** The rotation of its old key, at its beginning. */
export function rotationOf(world: RotationWorld): KeyRotation {
  return unwrap(beginKeyRotation(unwrap(world.ports.stored('old')), world.clock.nowMs()));
}

function passportOf(credentialId: string, { answer, text }: KeyProbe): KeyPassport {
  const works = answer === 'works';
  return fitPassport({
    credentialId,
    state: works ? 'fresh' : 'failed',
    verdict: works ? 'fit' : 'unknown',
    readAtMs: works ? 1 : null,
    failure: works ? null : text,
    futures: 'untold',
    margin: 'untold',
  });
}
