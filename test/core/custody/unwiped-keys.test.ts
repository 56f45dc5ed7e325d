import { describe, expect, it } from 'vitest';
import { err, type Result } from '../../../core/domain/result.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { type CustodyPlace, custodyFolder } from '../credentials/custody-place.ts';

const key = { apiKey: 'desk-key-of-a-test', secret: 'desk-secret-of-a-test', password: null };
const sentence =
  'The key of Binance cannot be used: it was wiped, and that could not be kept yet; it is used for nothing, and wiping it is tried again.';

async function world() {
  const { clock, start } = custodyFolder();
  const place = start();
  const { credentialId } = unwrap(await place.custody.desk.add('binance', 'Desk', key, 'a test'));
  return { clock, credentialId, place, start };
}
const inUse = ({ custody }: CustodyPlace) => custody.keys.keyFor('binance');
const wipe = ({ custody }: CustodyPlace, credentialId: string) =>
  custody.desk.retire(credentialId, 'It was in a paste.', 'a test');
const kept = ({ foundations }: CustodyPlace): readonly string[] =>
  unwrap(foundations.vault.identities()).filter((identity) => identity.startsWith('exchange-key-'));

describe('a key that is wiped while nothing can be kept', () => {
  it('counts as wiped at once, which is told, and is wiped as soon as that can be kept', async () => {
    const { clock, credentialId, place } = await world();
    const heard: string[] = [];
    place.custody.keys.onChange((exchange) => heard.push(exchange));
    expect(inUse(place)).toMatchObject({ value: { apiKey: key.apiKey } });
    const { database } = place.foundations;
    database.pragma('query_only = ON');
    expect(await wipe(place, credentialId)).toMatchObject({ error: { code: 'storage-failed' } });
    expect(heard).toEqual(['binance']);
    expect(inUse(place)).toMatchObject({ error: { code: 'conflict' } });
    expect(place.custody.passport('binance').verdict).toBe('unknown');
    expect(place.foundations.vault.state()).toBe('open');
    clock.wind(120_000);
    expect(inUse(place)).toMatchObject({ error: { code: 'conflict' } });
    expect(kept(place)).toHaveLength(1);
    database.pragma('query_only = OFF');
    expect(unwrap(place.custody.list()).problems).toContain(sentence);
    clock.wind(60_000);
    expect(inUse(place)).toEqual({ ok: true, value: null });
    expect(kept(place)).toEqual([]);
    expect(place.rows('cex-key')).toMatchObject([{ credentialId, state: 'retired' }]);
    expect(unwrap(place.custody.list()).problems).not.toContain(sentence);
    expect((await place.told()).filter((row) => row.startsWith('credential-retired'))).toEqual([
      'credential-retired requested info',
      'credential-retired failed warn',
      'credential-retired ok info',
    ]);
  });

  it('counts as wiped also where not even the row before it could be written', async () => {
    const { clock, credentialId, place } = await world();
    const { audit } = place.foundations;
    const append = audit.append.bind(audit);
    Object.assign(audit, {
      append: async () => ({ ok: false, error: { code: 'audit-failed', retry: 'after-checking', what: 'a test' } }),
    });
    expect(await wipe(place, credentialId)).toMatchObject({ error: { code: 'audit-failed' } });
    expect(inUse(place)).toMatchObject({ error: { code: 'conflict' } });
    expect(kept(place)).toHaveLength(1);
    Object.assign(audit, { append });
    clock.wind(60_000);
    expect([inUse(place), kept(place)]).toEqual([{ ok: true, value: null }, []]);
  });

  it('is there again at the next start where the console ended before: it was never said to be wiped', async () => {
    const { credentialId, place, start } = await world();
    place.foundations.database.pragma('query_only = ON');
    await wipe(place, credentialId);
    const again = start();
    expect(inUse(again)).toMatchObject({ value: { credentialId } });
    expect(unwrap(await wipe(again, credentialId))).toMatchObject({ state: 'retired' });
    expect(inUse(again)).toEqual({ ok: true, value: null });
  });
});

describe('a key that a rotation comes to need while its row is written', () => {
  const needed = (): Result<never> => err({ code: 'conflict', retry: 'never', what: 'a rotation needs it' });

  it('is neither wiped nor put out of use, and the trail says that it was refused', async () => {
    const { credentialId, place } = await world();
    const { desk } = place.custody;
    const other = unwrap(await desk.add('binance', 'Other', { ...key, apiKey: 'other-key-of-a-test' }, 'a test'));
    expect(await desk.retire(credentialId, 'It was in a paste.', 'a test', needed)).toMatchObject(needed());
    expect(await desk.use(other.credentialId, 'a test', needed)).toMatchObject(needed());
    expect(inUse(place)).toMatchObject({ value: { apiKey: key.apiKey } });
    expect(kept(place)).toHaveLength(2);
    expect((await place.told()).filter((row) => /^credential-(retired|rotated)/.test(row))).toEqual([
      'credential-retired requested info',
      'credential-retired failed warn',
      'credential-rotated requested info',
      'credential-rotated failed warn',
    ]);
  });

  it('does not count as wiped where not even that row could be written', async () => {
    const { credentialId, place } = await world();
    const { audit } = place.foundations;
    const append = audit.append.bind(audit);
    Object.assign(audit, {
      append: async () => ({ ok: false, error: { code: 'audit-failed', retry: 'after-checking', what: 'a test' } }),
    });
    await place.custody.desk.retire(credentialId, 'It was in a paste.', 'a test', needed);
    Object.assign(audit, { append });
    expect(inUse(place)).toMatchObject({ value: { apiKey: key.apiKey } });
  });
});
