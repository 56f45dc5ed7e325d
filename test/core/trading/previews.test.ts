import { describe, expect, it } from 'vitest';
import { ok } from '../../../core/domain/result.ts';
import { createPreviews, type Held } from '../../../core/trading/previews.ts';
import { manualClock } from '../../manual-clock.ts';

const preview = (previewId: string): Held => ({ shown: { previewId }, expiresAtMonotonicMs: 60_000, submission: null });

describe('the previews that are held', () => {
  it('push out the oldest that was not submitted: what was submitted is never said to be unknown, and so sent again', () => {
    const previews = createPreviews<Held>(manualClock());
    const submitted = preview('submitted');
    submitted.submission = Promise.resolve(ok('sent'));
    previews.hold(submitted);
    for (let n = 0; n < 600; n += 1) previews.hold(preview(`p${n}`));
    expect(previews.find('submitted')).toEqual(ok(submitted));
    expect(previews.find('p599')).toMatchObject({ ok: true });
    expect(previews.find('p0')).toMatchObject({ error: { code: 'stale-preview' } });
  });

  it('forget one that expired long ago, and keep what was submitted', () => {
    const clock = manualClock();
    const previews = createPreviews<Held>(clock);
    const submitted = preview('submitted');
    submitted.submission = Promise.resolve(ok('sent'));
    previews.hold(submitted);
    previews.hold(preview('old'));
    clock.wind(60_001);
    previews.hold(preview('other'));
    expect(previews.find('old')).toMatchObject({ error: { code: 'expired' } });
    clock.wind(10 * 60_000);
    previews.hold(preview('another'));
    expect(previews.find('old')).toMatchObject({ error: { code: 'stale-preview' } });
    expect(previews.find('submitted')).toEqual(ok(submitted));
  });
});
