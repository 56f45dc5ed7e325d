import * as z from 'zod';
import type { Method } from './method.ts';

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/**
 * The fields that a method's input has, in one line: `{"side", "price"?}`, with a sign of question behind what may be left out; several
 * shapes are told apart by `or`.
 */
export function inputFields({ input }: Pick<Method, 'input'>): string {
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema;
  return [...new Set(shapesOf(schema))].join(' or ');
}

function shapesOf({ allOf, anyOf, oneOf, properties = {}, required = [] }: Schema): readonly string[] {
  const several = anyOf ?? oneOf ?? allOf;
  if (several !== undefined) return several.flatMap(shapesOf);
  const fields = Object.keys(properties).map((name) => `"${name}"${required.includes(name) ? '' : '?'}`);
  return [`{${fields.join(', ')}}`];
}
