import { expect, it } from 'vitest';
import type { AuditRow } from '../../../core/contract/shapes.ts';
import { ok } from '../../../core/domain/result.ts';
import { lastBreak } from '../../../core/golive/last-break.ts';

const told = (body: object | null) =>
  lastBreak({
    newest: () =>
      ok(
        body === null
          ? null
          : ({ id: 7, timestamp: '2026-11-27T10:00:00.000Z', body: JSON.stringify(body) } as unknown as AuditRow),
      ),
  });

it.each([
  ['as it was written', { problem: 'row 2 was changed' }, 'row 2 was changed'],
  ['as it entered the trail late', { recordedAt: 1, body: { problem: 'row 2 was changed' } }, 'row 2 was changed'],
  ['where its body tells nothing of it', { unreadable: '{' }, 'see row 7'],
])('a break of the trail is known by its row, %s', (_how, body, text) => {
  expect(told(body)).toEqual({ ok: true, value: { atMs: Date.parse('2026-11-27T10:00:00.000Z'), text } });
});

it('where no row says so there was none', () => {
  expect(told(null)).toEqual({ ok: true, value: null });
});
