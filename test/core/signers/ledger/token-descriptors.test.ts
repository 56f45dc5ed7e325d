import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { describe, expect, it } from 'vitest';
import { readDescriptors, tokenDescriptor } from '../../../../core/signers/ledger/token-descriptors.ts';
import { descriptorKey } from '../../../ledger/ethereum-app.ts';
import { recipient, usdc } from '../../../ledger/ledger-fixture.ts';

const all = (
  createRequire(import.meta.url)('@ledgerhq/cryptoassets-evm-signatures/lib/data/evm/index') as {
    readonly signatures: Readonly<Record<string, string>>;
  }
).signatures;

describe("the vendor's descriptions of tokens", () => {
  it('are found for a token of a chain, and for none that is not there', () => {
    expect(tokenDescriptor(1n, usdc)).toMatchObject({ ticker: 'USDC', decimals: 6, chainId: 1n, contract: usdc });
    expect([tokenDescriptor(1n, recipient), tokenDescriptor(31337n, usdc), tokenDescriptor(10n, usdc)]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('are all read, of the chain they are filed under', () => {
    for (const [chainId, packed] of Object.entries(all)) {
      const found = [...readDescriptors(packed).values()];
      expect(found.map(({ bytes }) => bytes.length / 2 + 4).reduce((sum, length) => sum + length, 0)).toBe(
        Buffer.from(packed, 'base64').length,
      );
      expect(found.every((descriptor) => descriptor.chainId === BigInt(chainId))).toBe(true);
    }
  });

  it("are signed by the vendor's key, by which the simulated device knows them", () => {
    const [first, second] = [...readDescriptors(all['1'] ?? '').values()];
    for (const descriptor of [first, second]) {
      const bytes = Buffer.from(descriptor?.bytes ?? '', 'hex');
      const end = 1 + (bytes[0] ?? 0) + 28;
      const digest = createHash('sha256').update(bytes.subarray(1, end)).digest();
      const options = { format: 'der', prehash: false, lowS: false } as const;
      expect(secp256k1.verify(bytes.subarray(end), digest, Buffer.from(descriptorKey, 'hex'), options)).toBe(true);
    }
  });

  it('are read up to the first that is damaged', () => {
    const packed = Buffer.from(all['1'] ?? '', 'base64');
    expect(readDescriptors(packed.subarray(0, 300).toString('base64')).size).toBe(2);
    expect(readDescriptors('AAAABA==').size).toBe(0);
    expect(readDescriptors('').size).toBe(0);
  });
});
