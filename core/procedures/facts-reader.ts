import type * as z from 'zod';
import { readJson } from '../domain/read-json.ts';

/** Reads facts of this shape out of kept text; null for what is none. */
export function factsReader<Facts>(shape: z.ZodType<Facts>): (text: string) => Facts | null {
  return (text) => {
    const parsed = shape.safeParse(readJson(text));
    return parsed.success ? parsed.data : null;
  };
}
