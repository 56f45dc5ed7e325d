import { describe, expect, it } from 'vitest';
import { keyshareRunbook, type RunbookFacts } from '../../../core/domain/keyshare-runbooks.ts';
import { conditionWords, onePlaceWords, standingWords, untold } from '../../../core/domain/keyshare-words.ts';
import {
  type KeyshareCondition,
  type KeysharesKnown,
  type KeysharesSeen,
  keyshareCondition,
  keyshareConditions,
  partyStandings,
  type SeenParty,
} from '../../../core/domain/keyshares.ts';

const pinned = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const other = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const ready: SeenParty = { standing: 'ready', dialect: 'mpc-2p/1', address: pinned, sharePoint: '02aa' };
const older: SeenParty = { standing: 'older', dialect: 'legacy', address: pinned, sharePoint: null };
const silent = (standing: SeenParty['standing']): SeenParty => ({
  standing,
  dialect: standing === 'unreachable' ? null : 'mpc-2p/1',
  address: null,
  sharePoint: null,
});
const known: KeysharesKnown = { isSetUp: true, pinned, highestEpoch: 3, awaitsSettling: false };
const seen: KeysharesSeen = { pinned, highestEpoch: 3, misfit: null, isBackedUp: true, parties: [ready, ready] };

describe('how both parties are, seen together', () => {
  it.each<readonly [KeyshareCondition, Partial<KeysharesSeen>, Partial<KeysharesKnown>]>([
    ['fits', {}, {}],
    ['not-backed-up', { isBackedUp: false }, {}],
    ['not-set-up', {}, { isSetUp: false }],
    ['outdated', {}, { highestEpoch: 4 }],
    ['outdated', {}, { pinned: other }],
    ['not-pinned', { pinned: null, isBackedUp: true }, { pinned: null }],
    ['stale', { misfit: 'older-epoch' }, {}],
    ['mixed', { misfit: 'other-epochs' }, {}],
    ['mixed', { misfit: 'not-one-key' }, {}],
    ['swapped', { misfit: 'other-key' }, {}],
    ['swapped', { parties: [ready, { ...silent('alone'), address: other }] }, {}],
    ['swapped', { parties: [ready, silent('other-party')] }, {}],
    ['swapped', { parties: [older, silent('not-set')] }, {}],
    ['legacy', { highestEpoch: null, parties: [older, silent('not-set')] }, { highestEpoch: null }],
    ['no-second-party', { parties: [ready, silent('not-set')] }, {}],
    ['party-down', { parties: [silent('alone'), silent('unreachable')] }, {}],
    ['party-down', { parties: [silent('unreachable'), ready] }, {}],
    ['in-doubt', { parties: [silent('in-doubt'), silent('unreachable')] }, {}],
    ['in-doubt', { misfit: 'other-epochs', parties: [{ ...ready, standing: 'in-doubt' }, ready] }, {}],
    ['to-settle', {}, { awaitsSettling: true }],
    ['stale', { misfit: 'older-epoch' }, { awaitsSettling: true }],
    ['share-lost', { parties: [ready, silent('no-key')] }, {}],
    ['share-lost', { parties: [silent('no-key'), silent('unreachable')] }, {}],
    ['shares-lost', { parties: [silent('no-key'), silent('no-key')] }, {}],
    ['not-trusted', { parties: [ready, silent('unproved')] }, {}],
    ['not-trusted', { parties: [silent('not-trusted'), ready] }, {}],
    ['not-admitted', { parties: [silent('not-admitted'), ready] }, {}],
    ['not-protected', { parties: [silent('not-protected'), ready] }, {}],
    ['refreshing', { parties: [{ ...ready, standing: 'refreshing' }, ready] }, {}],
    ['refreshing', { misfit: 'other-epochs', parties: [{ ...ready, standing: 'refreshing' }, ready] }, {}],
    ['mixed', { misfit: 'not-one-key', parties: [{ ...ready, standing: 'refreshing' }, ready] }, {}],
    ['not-understood', { parties: [silent('not-understood'), ready] }, {}],
  ])('is %s', (condition, change, now) => {
    expect(keyshareCondition({ ...known, ...now }, { ...seen, ...change })).toBe(condition);
  });

  it('is nothing before anybody was asked', () => {
    expect(keyshareCondition(known, null)).toBe('not-asked');
  });

  it('is fine only where both attest: whatever one of them does not tell is not fine', () => {
    for (const standing of partyStandings) {
      if (standing === 'ready') continue;
      for (const parties of [
        [silent(standing), ready],
        [ready, silent(standing)],
      ] as const) {
        expect(keyshareCondition(known, { ...seen, parties, isBackedUp: false })).not.toMatch(/^(fits|not-backed-up)$/);
      }
    }
  });

  it('lets a first key be made only where none is pinned, and both say that they have none', () => {
    const none = { pinned: null, highestEpoch: null } as const;
    const looked = (...parties: KeysharesSeen['parties']): KeyshareCondition =>
      keyshareCondition({ ...known, ...none }, { ...seen, ...none, parties });
    expect(looked(silent('no-key'), silent('no-key'))).toBe('no-key');
    expect(looked(silent('no-key'), silent('unreachable'))).toBe('party-down');
    expect(looked(silent('no-key'), silent('not-set'))).toBe('no-second-party');
    expect(looked(silent('no-key'), ready)).toBe('share-lost');
    expect(looked(ready, silent('no-key'))).toBe('share-lost');
  });
});

describe('the words for it', () => {
  const facts = (condition: KeyshareCondition): RunbookFacts => ({
    condition,
    pinned,
    highestEpoch: 3,
    places: ['one.internal:8443', 'two.internal:8443'],
    look: {
      parties: [
        { standing: 'alone', dialect: 'mpc-2p/1', epoch: 3 },
        { standing: 'unreachable', dialect: null, epoch: null },
      ],
    },
  });

  it('are whole sentences for every condition and every standing', () => {
    const steps = keyshareConditions.flatMap((condition) => keyshareRunbook(facts(condition)));
    const said = [
      ...Object.values(standingWords),
      ...keyshareConditions.map((condition) => conditionWords[condition].text),
    ];
    for (const text of [...said, ...steps]) expect(text).toMatch(/^[A-Z][^!]*\.$/);
  });

  it('say what to do for all but what is fine, and never to make a new key where there was one', () => {
    for (const condition of keyshareConditions) {
      const steps = keyshareRunbook(facts(condition));
      expect(steps.length > 0, condition).toBe(condition !== 'fits');
      expect(/key made: by the button/.test(steps.join(' ')), condition).toBe(condition === 'no-key');
    }
    expect(keyshareRunbook(facts('shares-lost'))[0]).toContain('no new key');
    expect(keyshareRunbook(facts('share-lost'))[0]).toContain('no new key');
  });

  it('name the party that is down by its place, and the one whose share is lost with the epoch of the other', () => {
    expect(keyshareRunbook(facts('party-down'))[0]).toBe('Bring up party 1 (two.internal:8443).');
    const lost = facts('share-lost');
    const parties = [
      { standing: 'ready', dialect: 'mpc-2p/1', epoch: 3 },
      { standing: 'no-key', dialect: 'mpc-2p/1', epoch: null },
    ] as const;
    expect(keyshareRunbook({ ...lost, look: { parties } })[1]).toContain('party 1 (two.internal:8443) of epoch 3');
  });

  it('call what a party did not tell unknown, and warn of one place for both', () => {
    expect(untold('older')).toMatch(/^Unknown: the older dialect/);
    expect(untold('ready')).toBe('Unknown');
    expect(untold(null)).toBe('Unknown');
    expect(onePlaceWords(['a:1', 'b:1'])).toBeNull();
    expect(onePlaceWords(['a:1', null])).toBeNull();
    expect(onePlaceWords(['127.0.0.1:1', '127.0.0.1:2'])).toContain('asked at 127.0.0.1.');
    expect(onePlaceWords(['[::1]:1', '[::1]'])).toContain('[::1]');
  });
});
