import { describe, expect, it } from 'vitest';
import type { Approval, Halt } from '../../core/contract/shapes.ts';
import { noticeOf, noticeOfCore, plain } from '../../electron/notifications.ts';

const active: Halt = { state: 'active', sinceMs: null, reasons: [], locked: null };
const halted: Halt = {
  state: 'halted',
  sinceMs: 2,
  reasons: [
    { source: 'window', text: 'first\u202Egnp', atMs: 2, resolved: false },
    { source: 'cli', text: 'from before', atMs: 1, resolved: false },
  ] as unknown as Halt['reasons'],
  locked: null,
};

describe('notices on the desktop', () => {
  it('tell of a halt with the reason that it began with', () => {
    expect(noticeOf({ topic: 'halt.changed', payload: halted }, active)).toEqual({
      kind: 'halt',
      title: 'Trading is halted',
      body: 'first\\u{202e}gnp',
    });
  });

  it('do not repeat a halt that stands, nor tell of a release', () => {
    expect(noticeOf({ topic: 'halt.changed', payload: halted }, halted)).toBeNull();
    expect(noticeOf({ topic: 'halt.changed', payload: halted }, null)).toBeNull();
    expect(noticeOf({ topic: 'halt.changed', payload: active }, halted)).toBeNull();
  });

  it('tell of an approval that waits', () => {
    const payload = { title: 'Release the halt.' } as Approval;
    expect(noticeOf({ topic: 'approval.requested', payload }, null)?.body).toBe('Release the halt.');
  });

  it('tell of a rotation that is due, by how near it is and what it is of', () => {
    const payload = {
      credentialId: 'a',
      kind: 'cex-key',
      label: 'main\u202ekey',
      level: 'overdue',
      dueAtMs: 0,
    } as const;
    expect(noticeOf({ topic: 'reminder.raised', payload }, null)).toEqual({
      kind: 'rotation',
      title: 'A rotation is overdue',
      body: 'main\\u{202e}key',
    });
    const soon = noticeOf({ topic: 'reminder.raised', payload: { ...payload, level: 'in-14-days' } }, null);
    expect(soon?.title).toBe('A rotation is due within 14 days');
  });

  it('tell of a crash once it is one, and not of a quit', () => {
    expect(noticeOfCore({ state: 'crashed', problem: 'It ended.' })).toEqual({
      kind: 'crash',
      title: 'The core crashed',
      body: 'It ended.',
    });
    expect(noticeOfCore({ state: 'stopped', problem: 'No.' })?.title).toBe('The core has ended');
    expect(noticeOfCore({ state: 'stopped', problem: null })).toBeNull();
    expect(noticeOfCore({ state: 'ready', problem: null })).toBeNull();
  });

  it('show control, bidi and zero-width characters as escapes and cut long text', () => {
    expect(plain('a\nb\u200Bc')).toBe('a\\u{a}b\\u{200b}c');
    expect(plain('x'.repeat(400))).toHaveLength(301);
  });
});
