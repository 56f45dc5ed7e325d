import { describe, expect, it } from 'vitest';
import { addressGroups, groupedAddresses, groupedHex, shortHex } from '../../../renderer/format/address.ts';

// The first account of the published development phrase.
const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

describe('an address on screen', () => {
  it('is shortened only in its middle, and only when it is hexadecimal', () => {
    expect(shortHex(address)).toBe('0xf39F…2266');
    expect(shortHex('0x1234')).toBe('0x1234');
    expect(shortHex('a name\u202e')).toBe('a name⟨U+202E⟩');
  });

  it('is grouped so that all groups together are the whole of it', () => {
    const groups = addressGroups(address);
    expect(groups).toHaveLength(10);
    expect(`0x${groups?.join('')}`).toBe(address);
    expect(addressGroups(`${address}00`)).toBeNull();
    expect(addressGroups('vitalik.eth')).toBeNull();
  });

  it('is grouped inside a sentence, while longer digits are left alone', () => {
    expect(groupedAddresses(`Pay ${address} (rent)`)).toBe(
      'Pay 0x f39F d6e5 1aad 88F6 F4ce 6aB8 8272 79cf fFb9 2266 (rent)',
    );
    expect(groupedAddresses(`${address}ab`)).toBe(`${address}ab`);
  });

  it('is left alone inside the name of a file, which would be another name in groups', () => {
    for (const name of [
      `keystore-${address}.json`,
      `/data/${address}.json`,
      `${address}-old`,
      `C:\\keys\\${address}`,
      `https://explorer.example/${address}/code`,
      `a${address}`,
    ]) {
      expect(groupedAddresses(name)).toBe(name);
    }
    expect(groupedAddresses(`It signs for ${address}. The file is keystore-${address}.json.`)).toBe(
      `It signs for 0x f39F d6e5 1aad 88F6 F4ce 6aB8 8272 79cf fFb9 2266. The file is keystore-${address}.json.`,
    );
    expect(groupedAddresses(`'${address}', (${address}): "${address}"`).match(/0x f39F d6e5/g)).toHaveLength(3);
  });

  it('and a digest in groups of eight loses no digit', () => {
    const digest = `0x${'0123456789abcdef'.repeat(4)}`;
    expect(groupedHex(digest).replaceAll(' ', '')).toBe(digest);
    expect(groupedHex(digest)).toContain('0x 01234567 89abcdef');
    expect(groupedHex('no digest\u200b')).toBe('no digest⟨U+200B⟩');
  });
});
