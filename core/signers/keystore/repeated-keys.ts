/**
 * Whether an object in `json`, which must be valid JSON, says one of its keys twice, in whatever case. Programs differ in which of the
 * two they take, so that one file could be two keystores.
 */
export function hasRepeatedKeys(json: string): boolean {
  const open: Set<string>[] = [];
  const tokens = json.matchAll(/"(?:[^"\\]|\\.)*"|[{}]|:/g);
  let text: string | null = null;
  for (const [token] of tokens) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (token !== ':') text = token;
    else if (text !== null) {
      const key = String(JSON.parse(text)).toLowerCase();
      const keys = open.at(-1);
      if (keys === undefined || keys.has(key)) return true;
      keys.add(key);
    }
  }
  return false;
}
