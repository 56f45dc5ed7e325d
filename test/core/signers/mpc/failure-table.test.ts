import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../core/node-ports.ts';
import type { Clock } from '../../../../core/ports.ts';
import { type Condition, type Seen, seenFailures } from '../../../../core/signers/mpc/failure-table.ts';
import { defaultTiming } from '../../../../core/signers/mpc/mpc-options.ts';
import {
  type Answerer,
  fine,
  type HostileDialect,
  health,
  hostileAddress,
  refusal,
  rightDer,
  said,
  signed,
  standing,
  startHostileService,
} from '../../../mpc/hostile-service.ts';
import { keptMarks, patiently, signerFor, transfer, unheard } from './mpc-parts.ts';

type Code = 'signer-unavailable' | 'signer-refused' | 'signer-failed' | 'signature-mismatch';

/** One failure as it is met: what is answered wrongly, and what must come of it. */
interface Met {
  readonly seen: Seen;
  readonly dialect?: HostileDialect;
  readonly how: string;
  readonly wrong: Readonly<Record<string, Answerer>>;
  readonly code: Code;
  readonly condition: Condition;
  /** How often a signature was asked for. */
  readonly asked: number;
  readonly until?: string;
}

const sign = (answerer: Answerer): Met['wrong'] => ({ '/sign_digest': answerer });
const legacy = { dialect: 'legacy' } as const;
const down = { code: 'signer-failed', condition: 'party-down', asked: 4 } as const;
const away = { code: 'signer-unavailable', asked: 0 } as const;
const restart = { until: 'parties-restarted', condition: 'halted' } as const;
const shares = { until: 'shares-put-right', condition: 'halted' } as const;
const repin = { code: 'signature-mismatch', until: 'pin-confirmed', condition: 'halted' } as const;
const unsure = { code: 'signer-failed', condition: 'unsure', asked: 2 } as const;
const degraded = { code: 'signer-failed', condition: 'degraded', asked: 1, ...legacy } as const;
const told = (status: number, error: string): Met['wrong'] => sign(() => refusal(status, error, 'said so'));

const met: readonly Met[] = [
  { seen: 'outcome-unknown', how: 'no answer', wrong: sign(() => 'hang'), ...unsure },
  { seen: 'outcome-unknown', how: 'a reset', wrong: sign(() => 'reset'), ...unsure },
  { seen: 'outcome-unknown', how: 'half an answer', wrong: sign(() => 'break-off'), ...unsure },
  { seen: 'outcome-unknown', how: 'a gateway', wrong: sign(() => ({ status: 502, text: '<html>' })), ...unsure },
  { seen: 'outcome-unknown', how: 'no answer, legacy', wrong: sign(() => 'hang'), ...degraded },
  { seen: 'outcome-unknown', how: 'a reset, legacy', wrong: sign(() => 'reset'), ...degraded },
  {
    seen: 'outcome-unknown',
    how: 'no answer to a question',
    wrong: { '/address': () => 'hang' },
    ...away,
    condition: 'unreachable',
  },
  {
    seen: 'not-connected',
    how: 'a hang-up before anything',
    wrong: { '/v1/info': () => 'reset' },
    ...away,
    condition: 'unreachable',
  },
  {
    seen: 'peer-down',
    how: 'said when signing',
    wrong: told(502, 'peer_unreachable'),
    code: 'signer-unavailable',
    condition: 'party-down',
    asked: 4,
  },
  {
    seen: 'peer-down',
    how: 'a wrong peer',
    wrong: told(502, 'peer_cert_mismatch'),
    code: 'signer-unavailable',
    condition: 'party-down',
    asked: 4,
  },
  {
    seen: 'peer-down',
    how: 'its status',
    wrong: { '/v1/status': () => fine(standing({ state: 'peer_down' })) },
    ...away,
    condition: 'party-down',
  },
  {
    seen: 'peer-down',
    how: 'its health',
    wrong: { '/health': () => fine(health({ messenger_ready: false })) },
    ...legacy,
    ...away,
    condition: 'party-down',
  },
  { seen: 'session-lost', how: 'a session that failed', wrong: told(502, 'session_failed'), ...down },
  { seen: 'session-lost', how: 'a session that took too long', wrong: told(504, 'session_timeout'), ...down },
  { seen: 'session-lost', how: 'a peer that did not start', wrong: told(502, 'peer_start_failed'), ...legacy, ...down },
  { seen: 'session-lost', how: 'a peer that is not ready', wrong: told(502, 'peer_not_ready'), ...legacy, ...down },
  {
    seen: 'mixed-shares',
    how: 'epochs',
    wrong: told(409, 'epoch_mismatch'),
    code: 'signer-refused',
    asked: 1,
    ...shares,
  },
  {
    seen: 'mixed-shares',
    how: 'addresses',
    wrong: told(409, 'address_mismatch'),
    code: 'signer-refused',
    asked: 1,
    ...shares,
  },
  {
    seen: 'mixed-shares',
    how: 'its status',
    wrong: { '/v1/status': () => fine(standing({ epoch: 3 })) },
    ...away,
    ...shares,
  },
  {
    seen: 'no-key',
    how: 'said when signing',
    wrong: told(409, 'key_not_initialized'),
    code: 'signer-refused',
    asked: 1,
    condition: 'no-key',
  },
  {
    seen: 'no-key',
    how: 'its status',
    wrong: { '/v1/status': () => fine(standing({ state: 'no_key' })) },
    ...away,
    condition: 'no-key',
  },
  {
    seen: 'no-key',
    how: 'its health',
    wrong: { '/health': () => fine(health({ key_share_loaded: false })) },
    ...legacy,
    ...away,
    condition: 'no-key',
  },
  {
    seen: 'id-conflict',
    how: 'its id used',
    wrong: told(409, 'request_id_conflict'),
    code: 'signer-failed',
    asked: 1,
    condition: 'unsure',
  },
  {
    seen: 'refreshing',
    how: 'a refresh',
    wrong: told(409, 'refresh_in_progress'),
    code: 'signer-unavailable',
    asked: 4,
    condition: 'refreshing',
  },
  {
    seen: 'refreshing',
    how: 'its status',
    wrong: { '/v1/status': () => fine(standing({ state: 'refreshing' })) },
    ...away,
    condition: 'refreshing',
  },
  {
    seen: 'in-doubt',
    how: 'said when signing',
    wrong: told(423, 'in_doubt'),
    code: 'signer-unavailable',
    asked: 1,
    condition: 'in-doubt',
  },
  {
    seen: 'in-doubt',
    how: 'its status',
    wrong: { '/v1/status': () => fine(standing({ state: 'in_doubt' })) },
    ...away,
    condition: 'in-doubt',
  },
  { seen: 'busy', how: 'busy', wrong: told(429, 'busy'), code: 'signer-unavailable', asked: 4, condition: 'busy' },
  {
    seen: 'not-admitted',
    how: 'our certificate',
    wrong: told(403, 'client_not_allowed'),
    code: 'signer-refused',
    asked: 1,
    condition: 'not-admitted',
  },
  {
    seen: 'not-admitted',
    how: 'party 1',
    wrong: told(403, 'leader_only'),
    ...legacy,
    code: 'signer-refused',
    asked: 1,
    condition: 'not-admitted',
  },
  {
    seen: 'request-refused',
    how: 'a digest it does not like',
    wrong: told(400, 'bad_digest'),
    code: 'signer-refused',
    asked: 1,
    condition: 'not-understood',
  },
  { seen: 'server-error', how: 'a fault', wrong: told(500, 'internal'), code: 'signer-failed', asked: 1, ...restart },
  {
    seen: 'server-error',
    how: 'a fault, legacy',
    wrong: sign(() => ({ status: 500, body: { error: 'E_CRYPTO' } })),
    ...legacy,
    code: 'signer-failed',
    asked: 1,
    ...restart,
  },
  {
    seen: 'server-error',
    how: 'a fault in a question',
    wrong: { '/address': () => refusal(500, 'internal') },
    ...away,
    condition: 'not-understood',
  },
  {
    seen: 'bad-answer',
    how: 'no JSON',
    wrong: sign(() => ({ status: 200, text: 'OK' })),
    code: 'signer-failed',
    asked: 1,
    ...restart,
  },
  {
    seen: 'bad-answer',
    how: 'an answer without end',
    wrong: sign(() => 'endless'),
    code: 'signer-failed',
    asked: 1,
    ...restart,
  },
  {
    seen: 'bad-answer',
    how: 'a redirect',
    wrong: sign(() => ({ status: 302, text: '' })),
    code: 'signer-failed',
    asked: 1,
    ...restart,
  },
  {
    seen: 'bad-answer',
    how: 'an unknown key',
    wrong: sign(({ body }) => signed('legacy', '', { more: body })),
    ...legacy,
    code: 'signer-failed',
    asked: 1,
    ...restart,
  },
  {
    seen: 'bad-answer',
    how: 'a question answered oddly',
    wrong: { '/v1/status': () => fine({ state: 'ready' }) },
    ...away,
    condition: 'not-understood',
  },
  {
    seen: 'wrong-address',
    how: 'when signing',
    wrong: sign(() => signed('mpc-2p/1', '', { address: `0x${'22'.repeat(20)}` })),
    asked: 1,
    ...repin,
  },
  { seen: 'wrong-signature', how: 'no DER', wrong: sign(() => signed('mpc-2p/1', '0x30')), asked: 1, ...repin },
];

/**
 * A clock by which the deadline of a request passes once that was heard and is never answered, and none sooner: however busy the machine
 * is, what is answered is in time.
 */
function unhurriedClock(): { readonly clock: Clock; readonly pass: (delayMs: number) => void } {
  const deadlines = new Map<() => void, number>();
  return {
    clock: {
      ...systemClock,
      after(delayMs, task) {
        if (delayMs < defaultTiming.readMs) return systemClock.after(delayMs, task);
        deadlines.set(task, delayMs);
        return () => void deadlines.delete(task);
      },
    },
    pass(delayMs) {
      for (const [task, each] of deadlines) if (each === delayMs) task();
    },
  };
}

/** The same answers; where there is none, the deadline of what was asked passes. */
function passing(wrong: Met['wrong'], pass: (delayMs: number) => void): Met['wrong'] {
  const entries = Object.entries(wrong).map(([path, answerer]): [string, Answerer] => [
    path,
    async (heard, asked) => {
      const reply = await answerer(heard, asked);
      if (reply === 'hang') pass(path === '/sign_digest' ? defaultTiming.signMs : defaultTiming.readMs);
      return reply;
    },
  ]);
  return Object.fromEntries(entries);
}

describe('what is seen of a two-party service, and what comes of it', () => {
  for (const { asked, code, condition, dialect = 'mpc-2p/1', how, seen, until, wrong } of met) {
    it(`${seen}, by ${how}: ${code}, then ${condition}`, async () => {
      const { clock, pass } = unhurriedClock();
      const service = await startHostileService(dialect, passing(wrong, pass));
      onTestFinished(() => service.close());
      const marks = keptMarks();
      const { signer } = signerFor({ url: service.url, tls: {} }, hostileAddress, { marks, clock });
      const claimed = await signer.sign(transfer(hostileAddress), unheard, patiently);
      expect(claimed).toMatchObject({ ok: false, error: { code } });
      expect(signer.state()).toMatchObject({ code: condition, isReady: false });
      expect(service.heard.filter(({ path }) => path === '/sign_digest')).toHaveLength(asked);
      const ids = new Set(service.heard.map(({ body }) => body.session_id).filter((id) => id !== undefined));
      expect(ids.size).toBe(dialect === 'legacy' ? asked : Math.min(asked, 1));
      // No failure has it make a key, refresh, or settle by itself.
      const changing = ['/dkg', '/v1/refresh', '/v1/reconcile'];
      expect(service.heard.filter(({ path }) => changing.includes(path))).toEqual([]);
      expect(marks.kept()?.halt ?? null).toEqual(until === undefined ? null : expect.objectContaining({ seen, until }));
      if (until === undefined) return;
      // It stays so for whoever asks next, and over a restart; nothing more reaches the service.
      const before = service.heard.length;
      const later = signerFor({ url: service.url, tls: {} }, hostileAddress, { marks }).signer;
      for (const each of [signer, later]) {
        const again = await each.sign(transfer(hostileAddress), unheard, patiently);
        expect(again).toMatchObject({ error: { code: 'signer-unavailable', state: 'halted' } });
      }
      expect(service.heard).toHaveLength(before);
    });
  }

  it('has a test for every row', () => {
    // The others are met where their service or their step is: their tests name them.
    const elsewhere = [
      'not-protected',
      'not-trusted',
      'epoch-went-back',
      'dialect-went-back',
      'out-of-step',
      'refresh-unknown',
    ];
    expect([...new Set([...met.map(({ seen }) => seen), ...elsewhere])].sort()).toEqual([...seenFailures].sort());
  });

  it('an answer that never came makes the whole uncertain, whatever is said afterwards', async () => {
    for (const [then, condition] of [
      ['peer_unreachable', 'party-down'],
      ['session_failed', 'party-down'],
    ] as const) {
      const service = await startHostileService(
        'mpc-2p/1',
        sign((_heard, asked) => (asked === 1 ? 'reset' : refusal(502, then))),
      );
      onTestFinished(() => service.close());
      const { signer } = signerFor({ url: service.url, tls: {} }, hostileAddress);
      const claimed = await signer.sign(transfer(hostileAddress), unheard, patiently);
      expect(claimed).toMatchObject({ ok: false, error: { code: 'signer-failed', retry: 'after-checking' } });
      expect(signer.state().code).toBe(condition);
    }
  });

  it('an answer that comes at the second asking, under the same id, is as good as the first', async () => {
    const service = await startHostileService(
      'mpc-2p/1',
      sign((heard, asked) => (asked === 1 ? 'reset' : signed('mpc-2p/1', rightDer(heard.body)))),
    );
    onTestFinished(() => service.close());
    const { signer } = signerFor({ url: service.url, tls: {} }, hostileAddress);
    expect(await signer.sign(transfer(hostileAddress), unheard, patiently)).toMatchObject({ ok: true });
    expect(signer.state()).toMatchObject({ code: 'ready' });
  });

  it('epoch-went-back: what fell below the highest epoch ever seen is not asked, nor taken for a recovery that both do not attest', async () => {
    let epoch = 2;
    const service = await startHostileService('mpc-2p/1', {
      '/v1/status': () => fine(standing({ epoch, peer: { reachable: true, epoch, last_seen: null } })),
      '/address': () => fine(said('mpc-2p/1', epoch)),
      '/sign_digest': (heard) => signed('mpc-2p/1', rightDer(heard.body), { epoch }),
    });
    onTestFinished(() => service.close());
    const marks = keptMarks();
    const { signer } = signerFor({ url: service.url, tls: {} }, hostileAddress, { marks });
    expect(await signer.sign(transfer(hostileAddress), unheard, patiently)).toMatchObject({ ok: true });
    epoch = 1;
    const refused = await signer.sign(transfer(hostileAddress), unheard, patiently);
    expect(refused).toMatchObject({ error: { code: 'signer-unavailable', state: 'halted' } });
    expect(await signer.clearDoubt('person', 'shares-put-right')).toMatchObject({ ok: false });
    expect(await signer.recover('person')).toMatchObject({ ok: false });
    expect(marks.kept()).toMatchObject({ highestEpoch: 2, halt: { seen: 'epoch-went-back' } });
  });

  it('epoch-went-back: a signature made at a lower epoch than was just said is not taken', async () => {
    const service = await startHostileService('mpc-2p/1', {
      '/v1/status': () => fine(standing({ epoch: 2, peer: { reachable: true, epoch: 2, last_seen: null } })),
      '/address': () => fine(said('mpc-2p/1', 2)),
      '/sign_digest': (heard) => signed('mpc-2p/1', rightDer(heard.body), { epoch: 1 }),
    });
    onTestFinished(() => service.close());
    const { signer } = signerFor({ url: service.url, tls: {} }, hostileAddress);
    expect(await signer.sign(transfer(hostileAddress), unheard, patiently)).toMatchObject({
      error: { code: 'signer-failed', signerCode: 'epoch-went-back' },
    });
    expect(signer.awaits()).toBe('shares-put-right');
  });

  it('dialect-went-back: what once spoke mpc-2p/1 is not believed in the older dialect', async () => {
    const service = await startHostileService('legacy', {});
    onTestFinished(() => service.close());
    const marks = keptMarks({ address: transfer(hostileAddress).from, highestEpoch: 0, halt: null });
    const { signer } = signerFor({ url: service.url, tls: {} }, hostileAddress, { marks });
    expect(await signer.sign(transfer(hostileAddress), unheard, patiently)).toMatchObject({
      error: { code: 'signer-unavailable', state: 'halted' },
    });
    expect(signer.awaits()).toBe('pin-confirmed');
  });

  it('marks that cannot be read or written: nothing is handed over', async () => {
    const service = await startHostileService('mpc-2p/1', {});
    onTestFinished(() => service.close());
    const broken = { ok: false, error: { code: 'storage-failed', retry: 'after-checking', what: 'a test' } } as const;
    for (const fault of [{ read: () => broken }, { write: () => broken }]) {
      const marks = { ...keptMarks(), ...fault };
      const { signer } = signerFor({ url: service.url, tls: {} }, hostileAddress, { marks });
      const refused = await signer.sign(transfer(hostileAddress), unheard, patiently);
      expect(refused).toMatchObject({ error: { code: 'signer-unavailable', state: 'marks-unreadable' } });
    }
    expect(service.heard.some(({ path }) => path === '/sign_digest')).toBe(false);
  });

  it('a halt that cannot be stored holds all the same', async () => {
    const service = await startHostileService('mpc-2p/1', told(500, 'internal'));
    onTestFinished(() => service.close());
    const kept = keptMarks({ address: transfer(hostileAddress).from, highestEpoch: 0, halt: null });
    const broken = { ok: false, error: { code: 'storage-failed', retry: 'after-checking', what: 'a test' } } as const;
    const marks = { ...kept, write: () => broken };
    const { lines, signer } = signerFor({ url: service.url, tls: {} }, hostileAddress, { marks });
    await signer.sign(transfer(hostileAddress), unheard, patiently);
    expect(await signer.sign(transfer(hostileAddress), unheard, patiently)).toMatchObject({
      error: { code: 'signer-unavailable', state: 'halted' },
    });
    expect(lines).toContain('the halt of the two-party signer could not be stored');
  });
});
