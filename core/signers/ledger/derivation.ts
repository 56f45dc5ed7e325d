/** The three customs by which wallets number Ethereum accounts, as Ledger Live, BIP-44 and MyEtherWallet write their paths. */
export const derivationFamilies = ['ledger-live', 'bip44', 'legacy'] as const;
export type DerivationFamily = (typeof derivationFamilies)[number];

declare const pathBrand: unique symbol;

/** A derivation path of one of the three families, such as 44'/60'/0'/0/0. */
export type DerivationPath = string & { readonly [pathBrand]: true };

const highestIndex = 2 ** 31 - 1;
const shapes: Readonly<Record<DerivationFamily, RegExp>> = {
  'ledger-live': /^44'\/60'\/(0|[1-9]\d{0,9})'\/0\/0$/,
  bip44: /^44'\/60'\/0'\/0\/(0|[1-9]\d{0,9})$/,
  legacy: /^44'\/60'\/0'\/(0|[1-9]\d{0,9})$/,
};

/** The path of account `index` (0 to 2^31-1) of a family; null for any other index. */
export function derivationPath(family: DerivationFamily, index: number): DerivationPath | null {
  if (!Number.isInteger(index) || index < 0 || index > highestIndex) return null;
  switch (family) {
    case 'ledger-live':
      return `44'/60'/${index}'/0/0` as DerivationPath;
    case 'bip44':
      return `44'/60'/0'/0/${index}` as DerivationPath;
    case 'legacy':
      return `44'/60'/0'/${index}` as DerivationPath;
  }
}

/**
 * Reads a path, with or without m/ in front; null for anything that is not exactly of one of the three families. The vendor's client
 * skips components it cannot read and takes h for no mark at all, which would be another account.
 */
export function parseDerivationPath(text: string): DerivationPath | null {
  const path = text.startsWith('m/') ? text.slice(2) : text;
  const index = derivationFamilies.map((family) => shapes[family].exec(path)?.[1]).find((found) => found !== undefined);
  return index !== undefined && Number.parseInt(index, 10) <= highestIndex ? (path as DerivationPath) : null;
}
