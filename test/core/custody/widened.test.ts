import { describe, expect, it } from 'vitest';
import { compareRights, nothingKnown } from '../../../core/custody/widened.ts';
import { unknownRights } from '../../../core/domain/key-rights.ts';
import { best } from './judged-key.ts';

describe('a key that can do more than before', () => {
  it('is seen, also after an answer that said nothing, until the right is taken away', () => {
    const first = compareRights(nothingKnown, [], best, 1);
    expect(first.fresh).toEqual([]);
    const silent = compareRights(first.known, first.widened, unknownRights, 2);
    expect(silent.fresh).toEqual([]);
    const wider = compareRights(silent.known, silent.widened, { ...best, withdraw: 'yes', ipRestricted: 'no' }, 3);
    expect(wider.fresh.map(({ right }) => right)).toEqual(['withdraw', 'ipRestricted']);
    const again = compareRights(wider.known, wider.widened, { ...best, withdraw: 'yes' }, 4);
    expect(again.fresh).toEqual([]);
    expect(again.widened.map(({ right, atMs }) => [right, atMs])).toEqual([['withdraw', 3]]);
    expect(compareRights(again.known, again.widened, best, 5).widened).toEqual([]);
  });
});
