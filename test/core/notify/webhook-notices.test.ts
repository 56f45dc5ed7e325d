import { describe, expect, it } from 'vitest';
import type { Halt, HaltReason } from '../../../core/contract/shapes.ts';
import { newsOfHalt } from '../../../core/notify/webhook-notices.ts';

const reason = (text: string): HaltReason => ({ source: 'cli', code: 'person', text, atMs: 1, resolved: false });
const halted: Halt = {
  state: 'halted',
  sinceMs: 1,
  reasons: [reason('began it'), reason('came besides')],
  locked: null,
};

describe('the news of a halt', () => {
  it('is the reason that it began with, once', () => {
    expect(newsOfHalt(halted, 'active')).toMatchObject({ kind: 'halted', text: 'began it' });
    expect(newsOfHalt(halted, 'reducing')).toMatchObject({ kind: 'halted', text: 'began it' });
    expect(newsOfHalt(halted, 'halted')).toBeNull();
  });
});
