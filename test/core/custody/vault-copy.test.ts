import { describe, expect, it } from 'vitest';
import { systemIds } from '../../../core/node-ports.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { fakeKeychain } from './fake-keychain.ts';
import { secret, vaultPlace } from './vault-place.ts';

const words = 'published test words';
const opened = () => {
  const place = vaultPlace();
  return { ...place, vault: place.start(fakeKeychain(systemIds.bytes(32))) };
};

describe('a copy of a vault', () => {
  it('holds every record under its own passphrase, shows none and names none, and fills another vault', async () => {
    const { vault } = opened();
    unwrap(vault.put('exchange-key/binance', secret));
    unwrap(vault.put('audit-mac-key', new Uint8Array([1, 2])));
    const { records, text } = unwrap(await vault.copy(words));
    expect(records).toBe(2);
    for (const shown of ['canary', 'binance', Buffer.from(secret).toString('base64').slice(0, 12)]) {
      expect(text).not.toContain(shown);
      expect(Buffer.from(text, 'base64').includes(shown)).toBe(false);
    }
    expect(JSON.parse(text)).toMatchObject({
      what: 'portcullis vault copy',
      v: 1,
      kdf: 'scrypt',
      n: 131_072,
      r: 8,
      p: 1,
    });
    const other = opened().vault;
    const options = { replace: false, neverReplaced: [] };
    expect(unwrap(await other.takeCopy(text, words, options))).toEqual({ taken: 2, kept: 0 });
    expect(unwrap(other.take('exchange-key/binance'))).toEqual(secret);
  });

  it('replaces nothing unless it is asked to, and never what must stay', async () => {
    const { vault } = opened();
    unwrap(vault.put('a', secret));
    unwrap(vault.put('b', secret));
    const { text } = unwrap(await vault.copy(words));
    const own = new Uint8Array([7]);
    const other = opened().vault;
    unwrap(other.put('a', own));
    unwrap(other.put('b', own));
    expect(unwrap(await other.takeCopy(text, words, { replace: false, neverReplaced: [] }))).toEqual({
      taken: 0,
      kept: 2,
    });
    expect(unwrap(other.take('a'))).toEqual(own);
    expect(unwrap(await other.takeCopy(text, words, { replace: true, neverReplaced: ['b'] }))).toEqual({
      taken: 1,
      kept: 1,
    });
    expect([unwrap(other.take('a')), unwrap(other.take('b'))]).toEqual([secret, own]);
  });

  it('is refused with another passphrase, of another version, with an unknown member, or changed in any part', async () => {
    const { clock, vault } = opened();
    unwrap(vault.put('a', secret));
    const { text } = unwrap(await vault.copy(words));
    const options = { replace: true, neverReplaced: [] };
    const file = JSON.parse(text) as Record<string, unknown>;
    const changed = [
      '',
      'null',
      text.slice(0, -1),
      JSON.stringify({ ...file, v: 2 }),
      JSON.stringify({ ...file, n: 2 }),
      JSON.stringify({ ...file, more: 1 }),
      JSON.stringify({ ...file, what: 'portcullis master key' }),
    ];
    for (const damaged of changed) {
      expect(await vault.takeCopy(damaged, words, options), damaged).toMatchObject({
        error: { code: 'invalid-input' },
      });
    }
    const sealed = Buffer.from(String(file.sealed), 'base64');
    sealed[5] = (sealed[5] ?? 0) ^ 1;
    const flipped = JSON.stringify({ ...file, sealed: sealed.toString('base64') });
    for (const [given, passphrase] of [
      [text, 'another'],
      [flipped, words],
    ] as const) {
      expect(await vault.takeCopy(given, passphrase, options)).toMatchObject({ error: { code: 'wrong-passphrase' } });
    }
    const told: string[] = [];
    vault.onWrongPassphrase((what) => void told.push(what));
    await vault.takeCopy(text, 'another', options);
    expect(told).toEqual(['copy']);
    expect(await vault.takeCopy(text, words, options)).toMatchObject({ error: { code: 'too-many-tries' } });
    expect(await vault.checkPassphrase(words)).toMatchObject({ error: { code: 'conflict' } });
    clock.wind(2_000);
    expect(await vault.takeCopy(text, words, options)).toMatchObject({ ok: true });
  });

  it('is neither made nor taken while the vault is locked', async () => {
    const vault = vaultPlace().start();
    expect(await vault.copy(words)).toMatchObject({ error: { code: 'vault-locked' } });
    expect(await vault.takeCopy('{}', words, { replace: false, neverReplaced: [] })).toMatchObject({
      error: { code: 'vault-locked' },
    });
  });
});
