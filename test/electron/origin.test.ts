import { describe, expect, it } from 'vitest';
import { topicNames } from '../../core/contract/names.ts';
import { hears } from '../../electron/hearers.ts';
import { addressOf, faceOf } from '../../electron/origin.ts';

describe('the two origins', () => {
  it('are the faces of their windows', () => {
    expect(faceOf(addressOf('console'))).toBe('console');
    expect(faceOf(addressOf('approval'))).toBe('approval');
  });

  it('tell the approval window of approvals, halts and signatures only, the console of everything', () => {
    expect(topicNames.filter((topic) => hears('approval', topic))).toEqual([
      'halt.changed',
      'approval.requested',
      'approval.closed',
      'transaction.changed',
    ]);
    expect(topicNames.every((topic) => hears('console', topic))).toBe(true);
  });
});
