import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedKrakenId, fromKrakenId, toKrakenId } from '../../../../core/venues/kraken/client-order-id.ts';

const ours = fc.stringMatching(/^pc-[0-9a-f]{24}$/);

describe("our client order ids in Kraken's form", () => {
  it('are version 4 UUIDs that lead back to themselves, one for each', () => {
    fc.assert(
      fc.property(ours, ours, (one, other) => {
        const id = toKrakenId(one) ?? '';
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(fromKrakenId(id)).toBe(one);
        expect(fromKrakenId(id.toUpperCase())).toBe(one);
        if (one !== other) expect(toKrakenId(other)).not.toBe(id);
      }),
    );
  });

  it('are given for nothing else', () => {
    for (const id of ['', 'pc-', 'pc-0123', `pc-${'0'.repeat(25)}`, `pc-${'G'.repeat(24)}`, `xx-${'0'.repeat(24)}`]) {
      expect(toKrakenId(id)).toBeNull();
    }
  });

  it("of other programs stay as Kraken tells them, and can be asked for in Kraken's forms only", () => {
    const uuid = '6d1b345e-2821-40e2-ad83-4ecb18a06876';
    expect(fromKrakenId(uuid)).toBe(uuid);
    expect(fromKrakenId('arb-20240509-00010')).toBe('arb-20240509-00010');
    expect(askedKrakenId(uuid)).toBe(uuid);
    expect(askedKrakenId('da8e4ad59b78481c93e589746b0cf91f')).toBe('da8e4ad59b78481c93e589746b0cf91f');
    expect(askedKrakenId('arb-20240509-00010')).toBe('arb-20240509-00010');
    expect(askedKrakenId('nineteen-characters')).toBeNull();
    expect(askedKrakenId('with a space')).toBeNull();
    expect(askedKrakenId('')).toBeNull();
  });
});
