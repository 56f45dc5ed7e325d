import { afterEach, describe, expect, it } from 'vitest';
import { type TemporaryCore, temporaryCore } from '../temporary-core.ts';

let current: TemporaryCore | null = null;
afterEach(async () => {
  await current?.remove();
  current = null;
});

describe('a release', () => {
  it('is for the reasons that were shown: one that came up since keeps trading halted', async () => {
    current = await temporaryCore();
    await current.get('halt.engage', { reason: 'a pause' });
    const { approvalId, digest } = await current.get('halt.requestRelease', {});
    current.core.haltNow('automatic', 'something is very wrong');
    const answer = { approvalId, digest, answer: 'approve', word: 'RELEASE' } as const;
    expect(await current.ask('approvals.decide', answer, 'approval')).toMatchObject({
      error: { code: 'stale-preview' },
    });
    expect((await current.get('system.status', {})).halt.state).toBe('halted');
    const again = await current.get('halt.requestRelease', {});
    expect(again.lines.map(({ text }) => text).join()).toContain('something is very wrong');
    const { approvalId: next, digest: shown } = again;
    await current.get('approvals.decide', { ...answer, approvalId: next, digest: shown }, 'approval');
    expect((await current.get('system.status', {})).halt.state).toBe('active');
  });
});
