/** Reads a version of three numbers, such as 1.22.0; null for anything else. */
function parse(text: string): readonly number[] | null {
  const parts = /^(\d{1,4})\.(\d{1,4})\.(\d{1,4})$/.exec(text);
  return parts === null ? null : parts.slice(1).map((part) => Number.parseInt(part, 10));
}

/** Whether an app's version is at least `minimum`, both as three numbers; false when either cannot be read. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [has, wants] = [parse(version), parse(minimum)];
  if (has === null || wants === null) return false;
  for (const [index, want] of wants.entries()) {
    const had = has[index] ?? 0;
    if (had !== want) return had > want;
  }
  return true;
}
