import { describe, expect, it, vi } from 'vitest';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { closingQuestion, whatIsOpen } from '../../electron/closing-question.ts';
import type { CoreStatus } from '../../electron/core-process.ts';
import { manualClock } from '../manual-clock.ts';

describe('what closing leaves behind', () => {
  it('is nothing to ask about when nothing is open', () => {
    expect(closingQuestion({ liveOpenOrders: 0, openOrders: 0, pendingApprovals: 0 })).toBeNull();
  });

  it('is named as live where real money lies in it', () => {
    expect(closingQuestion({ liveOpenOrders: 1, openOrders: 0, pendingApprovals: 0 })?.detail).toMatch(
      /^1 LIVE order is open\./,
    );
  });

  it('is asked about where it cannot be counted', () => {
    expect(closingQuestion({ liveOpenOrders: null, openOrders: 0, pendingApprovals: 0 })?.detail).toMatch(
      /^How many LIVE orders are open is not known\./,
    );
  });

  it('is named before the console closes', () => {
    expect(closingQuestion({ liveOpenOrders: 0, openOrders: 2, pendingApprovals: 1 })?.detail).toMatch(
      /^2 paper orders are open, and 1 approval waits\./,
    );
    expect(closingQuestion({ liveOpenOrders: 0, openOrders: 1, pendingApprovals: 0 })?.detail).toMatch(
      /^1 paper order is open\./,
    );
  });
});

describe('what is open now', () => {
  const ready: CoreStatus = { state: 'ready', problem: null };
  const host = (status: CoreStatus, answer: () => Promise<Result<unknown>>) => ({
    status: () => status,
    call: vi.fn(answer),
  });

  it('is asked of the core at that moment', async () => {
    const asked = host(ready, async () => ok({ liveOpenOrders: 0, openOrders: 1, pendingApprovals: 0 }));
    expect((await whatIsOpen(asked, manualClock()))?.detail).toMatch(/^1 paper order is open\./);
    expect(asked.call).toHaveBeenCalledExactlyOnceWith('console', 'system.status', {});
  });

  it('is a question too when the core does not answer, or not well', async () => {
    const clock = manualClock();
    const waits = whatIsOpen(
      host(ready, () => new Promise(() => undefined)),
      clock,
    );
    clock.wind(1_000);
    expect((await waits)?.detail).toContain('does not answer');
    const failing = host(ready, async () => err({ code: 'core-unavailable', retry: 'safe', why: 'it ended' }));
    expect((await whatIsOpen(failing, clock))?.detail).toContain('does not answer');
  });

  it.each<CoreStatus>([
    { state: 'starting', problem: null },
    { state: 'crashed', problem: 'It ended.' },
    { state: 'stopped', problem: 'It cannot start.' },
    { state: 'ready', problem: 'Another console runs on this data folder.' },
  ])('is not asked when closing this window ends no core: %j', async (status) => {
    const asked = host(status, async () => ok({ liveOpenOrders: 0, openOrders: 1, pendingApprovals: 0 }));
    expect(await whatIsOpen(asked, manualClock())).toBeNull();
    expect(asked.call).not.toHaveBeenCalled();
  });
});
