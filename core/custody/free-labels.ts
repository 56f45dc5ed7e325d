/** Labels for what comes in together, so that each is told from the others and from those `taken`: the second 'Binance key' is 'Binance key 2'. */
export function freeLabels(wanted: readonly string[], taken: readonly string[]): readonly string[] {
  const used = new Set(taken);
  return wanted.map((label) => {
    let free = label;
    for (let number = 2; used.has(free); number += 1) free = `${label} ${number}`;
    used.add(free);
    return free;
  });
}
