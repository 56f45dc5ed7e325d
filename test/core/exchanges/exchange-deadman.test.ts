import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../core/audit/audit.ts';
import type { Approval } from '../../../core/contract/shapes.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import { createExchangeDeadman, type ExchangeDeadman } from '../../../core/exchanges/exchange-deadman.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { type Approvals, createApprovals } from '../../../core/trading/approvals.ts';
import type { Deadman } from '../../../core/venues/venue.ts';
import { type ManualClock, manualClock } from '../../manual-clock.ts';
import { type KrakenWorld, krakenWorld } from '../venues/kraken/kraken-world.ts';
import { until } from './exchange-world.ts';

const path = '/0/private/CancelAllOrdersAfter';
let kraken: KrakenWorld;
let clock: ManualClock;
let rows: AuditEntry[];
let approvals: Approvals;
let deadman: ExchangeDeadman;
let isWritable: boolean;
beforeAll(async () => {
  kraken = await krakenWorld();
});
afterAll(() => kraken.close());
beforeEach(() => {
  clock = manualClock();
  rows = [];
  isWritable = true;
  const write = (entry: AuditEntry): void => void rows.push(entry);
  const record = {
    before: async (entry: AuditEntry): Promise<Result<number>> =>
      isWritable ? ok(rows.push(entry)) : err({ code: 'audit-failed', retry: 'after-checking', what: 'a test' }),
    after: async (entry: AuditEntry) => write(entry),
    always: write,
  };
  approvals = createApprovals({ clock, ids: systemIds, record, announce: () => undefined, isLocked: () => false });
  deadman = createExchangeDeadman({
    exchange: 'kraken',
    clock,
    approvals,
    record,
    deadman: () => kraken.connection.deadman,
    changed: () => undefined,
  });
  kraken.server.forget();
});

function asked(timeoutSec: number): Approval {
  const question = deadman.request(timeoutSec);
  if (!question.ok) throw new Error(JSON.stringify(question.error));
  return question.value;
}
const approve = ({ approvalId, digest }: Approval) =>
  approvals.decide({ approvalId, digest, answer: 'approve' }, 'approval');
const beats = (): number => kraken.server.count('POST', path);
const own = () => rows.filter(({ eventType }) => eventType === 'deadman');

describe("a dead man's switch", () => {
  it('is asked of the person in words that spell out what it cancels, and nothing leaves before the answer', async () => {
    const question = asked(60);
    const text = [question.title, ...question.lines.map((line) => line.text)].join(' ');
    expect(text).toContain('cancels EVERY open order of this account, also those you placed by hand');
    expect(text).toContain('quit');
    expect([beats(), deadman.standing()]).toEqual([0, null]);
    const { approvalId, digest } = question;
    await approvals.decide({ approvalId, digest, answer: 'refuse' }, 'approval');
    clock.wind(120_000);
    expect([beats(), deadman.standing()]).toEqual([0, null]);
  });

  it('is beaten three times in each time-out, counted as mutating, and audited', async () => {
    const before = kraken.connection.mutatingRequests();
    expect(await approve(asked(60))).toMatchObject({ ok: true });
    expect(deadman.standing()).toMatchObject({ timeoutSec: 60, missed: 0 });
    expect(own().map(({ status, actor }) => `${status} ${actor}`)).toEqual(['requested approval', 'ok approval']);
    for (const count of [2, 3, 4]) {
      clock.wind(20_000);
      await until(() => beats() === count);
    }
    expect(kraken.connection.mutatingRequests() - before).toBe(4);
    deadman.stop('a test');
  });

  it('counts the beats that were missed, and goes on', async () => {
    await approve(asked(60));
    kraken.server.faults.draw(() => '503 before');
    clock.wind(20_000);
    await until(() => deadman.standing()?.missed === 1);
    expect(own().at(-1)).toMatchObject({ status: 'failed', level: 'warn', body: { missed: 1 } });
    kraken.server.faults.clear();
    const heard = beats();
    clock.wind(20_000);
    await until(() => beats() > heard);
    expect(deadman.standing()?.missed).toBe(1);
    deadman.stop('a test');
  });

  it('is taken away by another approval, after which no beat leaves', async () => {
    await approve(asked(60));
    expect(await approve(asked(0))).toMatchObject({ ok: true });
    expect(deadman.standing()).toBeNull();
    const heard = beats();
    clock.wind(300_000);
    expect(beats()).toBe(heard);
    expect(new URLSearchParams(kraken.server.requests().at(-1)?.body).get('timeout')).toBe('0');
  });

  it('is not set again by a beat that was due, or on its way, while it was taken away', async () => {
    const held = new Map<string, () => void>();
    const sent: string[] = [];
    const venue: Deadman = {
      beat: async (timeoutSec) => {
        if (sent.length > 0) await new Promise<void>((resolve) => held.set('beat', resolve));
        sent.push('beat');
        return ok({ untilMs: clock.nowMs() + timeoutSec * 1_000 });
      },
      disarm: async () => {
        // A beat falls due while the answer is awaited.
        clock.wind(20_000);
        await Promise.resolve();
        sent.push('disarm');
        return ok(undefined);
      },
    };
    const late = createExchangeDeadman({
      exchange: 'kraken',
      clock,
      approvals,
      record: { before: async () => ok(1), after: async () => undefined, always: () => undefined },
      deadman: () => venue,
      changed: () => undefined,
    });
    deadman = late;
    await approve(asked(60));
    clock.wind(20_000);
    await until(() => held.has('beat'));
    const taken = approve(asked(0));
    await new Promise((resolve) => setImmediate(resolve));
    held.get('beat')?.();
    expect(await taken).toMatchObject({ ok: true });
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toEqual(['beat', 'beat', 'disarm']);
    expect(late.standing()).toBeNull();
  });

  it('goes on beating where it could not be taken away', async () => {
    await approve(asked(60));
    kraken.server.faults.draw(() => '503 before');
    expect(await approve(asked(0))).toMatchObject({ ok: false });
    kraken.server.faults.clear();
    const heard = beats();
    clock.wind(20_000);
    await until(() => beats() > heard);
    expect(deadman.standing()).toMatchObject({ timeoutSec: 60 });
    deadman.stop('a test');
  });

  it('sends nothing where it cannot be recorded, and nothing more once it is stopped', async () => {
    const question = asked(60);
    // The answer's own row is written, the switch's is not.
    const decided = approve(question);
    isWritable = false;
    expect(await decided).toMatchObject({ error: { code: 'audit-failed' } });
    expect(beats()).toBe(0);
    isWritable = true;
    await approve(asked(60));
    deadman.stop('the key has changed');
    const heard = beats();
    clock.wind(300_000);
    expect([beats(), deadman.standing()]).toEqual([heard, null]);
  });
});
