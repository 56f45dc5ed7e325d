import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apiTokenFile, openApiTokens } from '../../../core/api/api-tokens.ts';
import { systemIds } from '../../../core/node-ports.ts';
import { unwrap } from '../audit/temporary-audit.ts';
import { custodyFolder } from '../credentials/custody-place.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const [byHand, other] = ['1'.repeat(64), '2'.repeat(64)];

describe('a token that is written into its file by hand while the API runs', () => {
  it('counts from then on, and the one before it no more', () => {
    const folder = temporaryFolder();
    const tokens = openApiTokens(folder, systemIds);
    const drawn = tokens.current();
    expect(tokens.accepted()).toEqual([drawn]);
    writeFileSync(join(folder, apiTokenFile), byHand, { mode: 0o600 });
    expect(tokens.accepted()).toEqual([byHand]);
    expect(tokens.current()).toBe(byHand);
  });

  it.each<readonly [string, (file: string) => void]>([
    ['others could read it', (file) => chmodSync(file, 0o644)],
    ['it is no token', (file) => writeFileSync(file, 'short')],
    ['it is far too long', (file) => writeFileSync(file, `${other}${' '.repeat(5000)}`)],
    ['it is gone', (file) => rmSync(file)],
  ])('is passed over where %s: the last one can still halt', (_title, spoil) => {
    const folder = temporaryFolder();
    const tokens = openApiTokens(folder, systemIds);
    const file = join(folder, apiTokenFile);
    writeFileSync(file, byHand, { mode: 0o600 });
    expect(tokens.accepted()).toEqual([byHand]);
    writeFileSync(file, other, { mode: 0o600 });
    spoil(file);
    expect(tokens.accepted()).toEqual([byHand]);
  });

  it('is the old one of a renewal that follows, for as long as both are taken', () => {
    const folder = temporaryFolder();
    const tokens = openApiTokens(folder, systemIds);
    writeFileSync(join(folder, apiTokenFile), byHand, { mode: 0o600 });
    unwrap(tokens.renew());
    expect(tokens.accepted()).toEqual([tokens.current(), byHand]);
    expect(openApiTokens(folder, systemIds).accepted()).toEqual([tokens.current(), byHand]);
    unwrap(tokens.endOverlap());
    expect(tokens.accepted()).toEqual([tokens.current()]);
  });

  it('is a rotation in the ledger exactly where the API takes it', async () => {
    const { folder, start } = custodyFolder();
    const place = start();
    const tokens = openApiTokens(folder, systemIds);
    const file = join(folder, apiTokenFile);
    const [first] = place.rows('api-token');
    for (const spoil of [() => writeFileSync(file, 'short'), () => chmodSync(file, 0o644)]) {
      writeFileSync(file, other, { mode: 0o600 });
      spoil();
      expect(tokens.accepted()).not.toContain(other);
      expect(place.rows('api-token')).toMatchObject([{ fingerprint: first?.fingerprint, lastRotatedAtMs: null }]);
    }
    chmodSync(file, 0o600);
    writeFileSync(file, byHand);
    const [second] = place.rows('api-token');
    expect(tokens.accepted()).toEqual([byHand]);
    expect(second).toMatchObject({ credentialId: first?.credentialId, lastRotatedAtMs: expect.any(Number) });
    expect(await place.told()).toEqual(['credential-found ok info', 'credential-rotated ok info']);
    // The same one with a line's end is no other.
    writeFileSync(file, `${byHand}\n`);
    expect(place.rows('api-token')).toEqual([second]);
  });
});
