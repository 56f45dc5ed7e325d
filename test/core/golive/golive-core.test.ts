import { expect, it } from 'vitest';
import { golive } from '../../../core/cli/golive.ts';
import { temporaryCore } from '../temporary-core.ts';

it('a new console says what is missing, to any face and on the command line, and arms nothing', async () => {
  const core = await temporaryCore({ serveApi: true });
  try {
    const { items, met } = await core.get('golive.checklist', {}, 'operator');
    expect(met).toBeLessThan(items.length);
    const unmet = items.filter(({ state }) => state === 'unmet').map(({ itemId }) => itemId);
    expect(unmet).toEqual(expect.arrayContaining(['emergency-rehearsed', 'contacts-reviewed', 'calendar-written']));
    await expect.poll(() => core.core.status().apiAddress, { timeout: 30_000 }).not.toBeNull();
    const lines: string[] = [];
    const write = (text: string) => void lines.push(text);
    expect(await golive({ dataFolder: core.folder, environment: {} }, { out: write, note: write })).toBe(1);
    expect(lines.filter((line) => /^(met|UNMET|UNKNOWN) /.test(line))).toHaveLength(items.length);
    expect(lines.at(-1)).toMatch(/^\d+ of \d+ are met\. Live trading is armed in the console’s window/);
    expect(core.core.status()).toMatchObject({ mode: 'paper', liveEnabled: false });
  } finally {
    await core.remove();
  }
});
