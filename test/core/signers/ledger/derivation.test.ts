import { describe, expect, it } from 'vitest';
import { isAtLeast } from '../../../../core/signers/ledger/app-version.ts';
import { derivationFamilies, derivationPath, parseDerivationPath } from '../../../../core/signers/ledger/derivation.ts';

describe('a derivation path', () => {
  it('is made for the three families as wallets number accounts', () => {
    expect(derivationFamilies.map((family) => derivationPath(family, 3))).toEqual([
      "44'/60'/3'/0/0",
      "44'/60'/0'/0/3",
      "44'/60'/0'/3",
    ]);
    for (const index of [-1, 0.5, 2 ** 31, Number.NaN]) expect(derivationPath('bip44', index)).toBeNull();
  });

  it('is read back, with m/ or without', () => {
    for (const family of derivationFamilies) {
      for (const index of [0, 7, 2 ** 31 - 1]) {
        const path = derivationPath(family, index);
        expect(parseDerivationPath(`m/${path}`)).toBe(path);
        expect(parseDerivationPath(path ?? '')).toBe(path);
      }
    }
  });

  it('is refused when the vendor would read it as another account', () => {
    const others = [
      "44'/60'/abc/0/0",
      '44h/60h/0h/0/0',
      '44/60/0/0/0',
      "44'/60'/0'/0/0/0",
      "44'/60'/0'/0/0'",
      "44'/60'/0'/00/0",
      "44'/60'/01'/0/0",
      "44'/60'/0'/1/0",
      "44'/61'/0'/0/0",
      "44'/60'/2147483648'/0/0",
      "M/44'/60'/0'/0/0",
      " 44'/60'/0'/0/0",
      "44'/60'/0'",
      '',
    ];
    for (const path of others) expect([path, parseDerivationPath(path)]).toEqual([path, null]);
  });
});

describe('the version of the app', () => {
  it('is compared by its numbers', () => {
    const enough = ['1.22.0', '1.22.1', '1.100.0', '2.0.0'].map((version) => isAtLeast(version, '1.22.0'));
    const tooOld = ['1.21.9', '1.9.0', '0.99.99', '1.22', '1.22.0-rc', '', 'x'].map((version) =>
      isAtLeast(version, '1.22.0'),
    );
    expect([enough, tooOld]).toEqual([enough.map(() => true), tooOld.map(() => false)]);
  });

  it('is never enough for a minimum that cannot be read', () => {
    expect(isAtLeast('9.9.9', '1.x')).toBe(false);
  });
});
