import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdings, listVenues, sweep } from '../../../core/cli/venues.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-cli-venues-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function run(command: typeof sweep, argument = ''): Promise<[number, string, string]> {
  const out: string[] = [];
  const notes: string[] = [];
  const streams = { out: (text: string) => void out.push(text), note: (text: string) => void notes.push(text) };
  const options = { dataFolder: join(root, 'data'), environment: { PORTCULLIS_HEAD_DIR: join(root, 'heads') } };
  const code = await command(options, streams, argument);
  return [code, out.join('\n'), notes.join('\n')];
}

describe('exchanges on the command line', () => {
  it('are told with no key as such, without being asked', async () => {
    const [code, out] = await run(listVenues);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual(
      ['Binance', 'Kraken', 'Coinbase'].map((title) => `${title}: No key is set; it is not asked.`),
    );
  });

  it('cannot be swept where there is no key, or no such exchange', async () => {
    expect(await run(sweep, 'kraken')).toEqual([1, '', 'There is no API key for Kraken. (not-found)']);
    expect(await run(sweep, 'mtgox')).toEqual([2, '', expect.stringContaining('binance, kraken, coinbase')]);
  });

  it('leave practice money apart in the holdings', async () => {
    const [code, out] = await run((options, streams) => holdings(options, streams, 'eur'));
    expect(code).toBe(0);
    expect(out).toContain('Real: nothing with a price in EUR');
    expect(out).toContain('Without a price, and not in the totals: BTC, ETH, USDT');
  });

  it('do not add up in a currency in which nothing has a price', async () => {
    const asked = await run((options, streams) => holdings(options, streams, 'XXQ'));
    expect(asked).toEqual([2, '', "Nothing has a price in 'XXQ'. The console counts in USDT, USD, EUR, BTC."]);
  });
});
