/** JSON without numbers of JavaScript: whole numbers are bigint, of any size. */
export type IntegerJson =
  | null
  | boolean
  | string
  | bigint
  | readonly IntegerJson[]
  | { readonly [key: string]: IntegerJson };

/** JSON text in which every bigint is a bare integer, all its digits written. */
export function integerJson(value: IntegerJson): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map((item: IntegerJson) => integerJson(item)).join(',')}]`;
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${integerJson(item)}`);
  return `{${members.join(',')}}`;
}
