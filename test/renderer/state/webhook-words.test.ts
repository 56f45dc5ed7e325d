import { describe, expect, it } from 'vitest';
import type { Webhook } from '../../../core/contract/shapes.ts';
import { webhookStanding } from '../../../renderer/state/webhook-words.ts';

const webhook: Webhook = {
  webhookId: 'w1',
  label: 'Phone',
  format: 'generic',
  host: 'hooks.example.org',
  fingerprint: '0011223344556677',
  notices: ['halted'],
  enabled: true,
  hasOldSecret: false,
  waiting: 0,
  dropped: 0,
  last: null,
};

describe('how a webhook does, in words', () => {
  it('says that nothing was sent yet, and how the last delivery went', () => {
    expect(webhookStanding(webhook, 'open')).toBe('Nothing was sent yet.');
    const last = { atMs: 1, state: 'delivered', text: 'Delivered (HTTP 204).' } as const;
    expect(webhookStanding({ ...webhook, last }, 'open')).toBe('Delivered (HTTP 204).');
  });

  it('says what waits and why, what was given up, that it is off and that two secrets sign', () => {
    const much = { ...webhook, waiting: 2, dropped: 3, enabled: false, hasOldSecret: true };
    expect(webhookStanding(much, 'open')).toBe(
      'Turned off. Nothing was sent yet. 2 notices wait to be sent. Given up so far: 3. Its old secret signs beside the new one.',
    );
    expect(webhookStanding({ ...webhook, waiting: 1 }, 'locked')).toBe(
      'Nothing was sent yet. One notice waits to be sent: the vault is locked.',
    );
  });
});
