import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pastedKeys } from '../../../core/custody/pasted-keys.ts';
import type { ExchangeName } from '../../../core/domain/exchanges.ts';

const ecPem = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve }).privateKey.export({ type: 'sec1', format: 'pem' }).toString();
const pem = ecPem('prime256v1');
const krakenSecret = Buffer.from('a secret of kraken').toString('base64');
const lines = (...all: readonly string[]) => all.join('\n');

function problems(text: string, exchange: ExchangeName | null = null): string {
  const pasted = pastedKeys(text, exchange);
  if (pasted.ok) throw new Error('it was taken');
  return pasted.error.map(({ problem }) => problem).join('; ');
}

describe('a pasted block', () => {
  it('gives every key in it, with comments, quotes, export and other settings around them', () => {
    const text = lines(
      '# my keys',
      'PAPER_MODE=true',
      'export CEX_BINANCE_API_KEY="binance-key"   # main',
      "CEX_BINANCE_API_SECRET='binance-secret'",
      '',
      `  CEX_KRAKEN_API_KEY = kraken-key`,
      `CEX_KRAKEN_API_SECRET=${krakenSecret}`,
      'CEX_KRAKEN_API_PASSWORD=',
    );
    expect(pastedKeys(text, null)).toEqual({
      ok: true,
      value: [
        { exchange: 'binance', key: { apiKey: 'binance-key', secret: 'binance-secret', password: null } },
        { exchange: 'kraken', key: { apiKey: 'kraken-key', secret: krakenSecret, password: null } },
      ],
    });
  });

  it('takes a PEM block over several lines, or on one with \\n, and the file of Coinbase', () => {
    const name = 'organizations/o/apiKeys/k';
    const expected = {
      ok: true,
      value: [{ exchange: 'coinbase', key: { apiKey: name, secret: pem, password: null } }],
    };
    const oneLine = pem.trim().replaceAll('\n', '\\n');
    expect(pastedKeys(lines(`CEX_COINBASE_API_KEY=${name}`, `CEX_COINBASE_API_SECRET="${pem.trim()}"`), null)).toEqual(
      expected,
    );
    expect(pastedKeys(lines(`CEX_COINBASE_API_KEY=${name}`, `CEX_COINBASE_API_SECRET="${oneLine}"`), null)).toEqual(
      expected,
    );
    expect(pastedKeys(JSON.stringify({ name, privateKey: pem }), null)).toEqual(expected);
  });

  it('is read at once however long its runs of blanks are', () => {
    const blanks = ' '.repeat(60_000);
    for (const line of [`A=${blanks}x`, `A=x${blanks}y`, `A=${blanks}\rx`, `A=x${blanks}# y`, `A="x"${blanks}#`]) {
      expect(problems(line)).toContain('has no line CEX_<EXCHANGE>_API_KEY=');
    }
    expect(problems(`CEX_KRAKEN_API_KEY=x${blanks}y`)).toContain('has a character that no key has');
    expect(problems(`${blanks}!`)).toContain('is not NAME=value in line 1');
    expect(problems(`export${blanks}!`)).toContain('is not NAME=value in line 1');
  }, 5_000);

  it('asks whose key generic lines are', () => {
    const text = lines('CEX_API_KEY=k', `CEX_API_SECRET=${krakenSecret}`);
    expect(problems(text)).toContain('names no exchange in line 1');
    expect(pastedKeys(text, 'kraken')).toMatchObject({ ok: true, value: [{ exchange: 'kraken' }] });
  });

  it.each([
    [lines('CEX_KRAKEN_API_KEY=k'), 'the secret of Kraken is missing'],
    [lines('CEX_KRAKEN_API_KEY=k', 'CEX_KRAKEN_API_SECRET=not base64!'), 'no secret has (U+0020) in place 4'],
    [lines('CEX_KRAKEN_API_KEY=k', 'CEX_KRAKEN_API_SECRET=abc'), 'is not base64'],
    [lines('CEX_BINANCE_API_KEY=k', 'CEX_BINANCE_API_SECRET=k'), 'is the same as the key'],
    [lines('CEX_OKX_API_KEY=k'), 'in line 1 of an exchange that cannot be traded on'],
    [lines('CEX_KRAKEN_APIKEY=k'), 'in line 1 that begins with CEX_'],
    [lines('CEX_KRAKEN_API_KEY=k', 'CEX_KRAKEN_API_KEY=k'), 'a second key of Kraken in line 2'],
    [lines('PAPER_MODE=true', 'hello'), 'is not NAME=value in line 2'],
    [lines('CEX_KRAKEN_API_KEY="k'), 'has a quote in line 1 that does not end'],
    [lines('PAPER_MODE=true'), 'has no line CEX_'],
    [lines('CEX_KRAKEN_API_KEY=k', 'CEX_KRAKEN_API_SECRET=k\u200b'), '(U+200B) in line 2, place 24'],
    ['{"name":"n"}', 'is not the file that Coinbase gives'],
    [JSON.stringify({ name: 'n', privateKey: ecPem('secp256k1') }), 'curve P-256'],
    [JSON.stringify({ name: 'n', privateKey: pem.slice(0, 90) }), 'cannot be read'],
  ])('is refused as a whole, with where and why (%#)', (text, why) => {
    expect(problems(text)).toContain(why);
  });

  it('is never repeated in what is wrong with it', () => {
    const secret = 'canary-5f20-secret';
    fc.assert(
      fc.property(
        fc.constantFrom(
          `CEX_KRAKEN_API_KEY=k\nCEX_KRAKEN_API_SECRET=${secret}`,
          `CEX_KRAKEN_API_SECRET=${secret}`,
          `CEX_OKX_API_SECRET=${secret}`,
          `CEX_KRAKEN_API_KEY="${secret}`,
          secret,
          `{"name":"${secret}","privateKey":"${secret}"}`,
          `CEX_${secret}=x`,
        ),
        fc.string(),
        (text, more) => {
          const pasted = pastedKeys(`${text}\n${more.replaceAll('=', '')}`, null);
          expect(JSON.stringify(pasted.ok ? [] : pasted.error)).not.toContain('canary');
        },
      ),
      { numRuns: 200 },
    );
  });
});
