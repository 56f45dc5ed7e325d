import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { inputFields } from '../../../core/contract/input-fields.ts';
import type { Method } from '../../../core/contract/method.ts';
import { methods } from '../../../core/contract/methods.ts';

describe('the fields of an input', () => {
  it('are named, with a sign behind what may be left out', () => {
    const input = z.strictObject({ side: z.string(), limit: z.number().default(1), note: z.string().optional() });
    expect(inputFields({ input })).toBe('{"side", "limit"?, "note"?}');
    expect(inputFields({ input: z.strictObject({}) })).toBe('{}');
  });

  it('are told of each shape where there are several', () => {
    const input = z.union([z.strictObject({ day: z.string() }), z.strictObject({ fromMs: z.number() })]);
    expect(inputFields({ input })).toBe('{"day"} or {"fromMs"}');
  });

  it('can be told in one line of every method that there is', () => {
    for (const [name, method] of Object.entries(methods) as [string, Method][]) {
      expect(inputFields(method), name).toMatch(/^\{[^\n]*\}$/);
    }
  });
});
