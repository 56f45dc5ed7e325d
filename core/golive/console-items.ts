import { utcDay } from '../domain/utc-day.ts';
import type { ChecklistFacts } from './checklist-facts.ts';
import { type ItemAbout, type JudgedItem, met, unknown, unmet } from './item.ts';

/** How far the venue's clock may be from ours. */
const mostSkewMs = 1_000;

const chainVerified: ItemAbout = {
  itemId: 'chain-verified',
  title: 'The audit trail is whole, up to its newest row',
  custodyLine: 320,
  source: 'probe',
  isWaivable: false,
};
const realKeychain: ItemAbout = {
  itemId: 'real-keychain',
  title: 'The vault is open, under a keychain or a passphrase',
  custodyLine: null,
  source: 'probe',
  isWaivable: false,
};
const settingsTaken: ItemAbout = {
  itemId: 'settings-taken',
  title: 'Every setting could be taken as it stands',
  custodyLine: null,
  source: 'probe',
  isWaivable: false,
};
const clockRight: ItemAbout = {
  itemId: 'clock-right',
  title: 'Clocks are less than a second apart',
  custodyLine: null,
  source: 'probe',
  isWaivable: false,
};

const exchangeClocks: ItemAbout = {
  itemId: 'exchange-clocks',
  title: 'The clock of every exchange in use is less than a second from ours',
  custodyLine: null,
  source: 'probe',
  isWaivable: false,
};

/** CUSTODY.md's audit trail, and what the console asks besides: vault, settings, clocks. */
export function consoleItems(facts: ChecklistFacts): readonly JudgedItem[] {
  const { custody, status } = facts;
  return [trail(facts), vault(custody), settings(status), clock(status), clocks(facts)];
}

function trail({ lastBreak, status: { audit } }: ChecklistFacts): JudgedItem {
  const before =
    lastBreak === null
      ? ''
      : ` On ${utcDay(lastBreak.atMs)} it did not hold: ${lastBreak.text}. It is whole since then.`;
  if (audit.problem !== null) {
    return unmet(
      chainVerified,
      audit.problem,
      'Keep a copy of the data folder as it is, then look on the Audit screen.',
    );
  }
  return audit.verifiedAtMs !== null && audit.verifiedToId >= audit.headId
    ? met(chainVerified, `Verified to row ${audit.verifiedToId}.${before}`, audit.verifiedAtMs)
    : unknown(
        chainVerified,
        `Verified to row ${audit.verifiedToId} of ${audit.headId}.`,
        'Verify it on the Audit screen.',
        audit.verifiedAtMs,
      );
}

function vault({ vault: { openedBy, problem, state } }: ChecklistFacts['custody']): JudgedItem {
  if (problem !== null)
    return unmet(realKeychain, problem, 'See to the keychain of this computer, then open the vault.');
  if (state === 'absent') return unmet(realKeychain, 'There is no vault yet.', 'Make one on the Custody screen.');
  if (state === 'locked') return unmet(realKeychain, 'The vault is locked.', 'Open it.');
  return met(realKeychain, openedBy === 'passphrase' ? 'Opened by its passphrase.' : 'Opened by the keychain.');
}

function settings({ problems }: ChecklistFacts['status']): JudgedItem {
  return problems.length === 0
    ? met(settingsTaken, 'All of them were.')
    : unmet(
        settingsTaken,
        `Not taken: ${problems.map(({ name }) => name).join(', ')}.`,
        'Mend them in .env or in the environment, and start again.',
      );
}

function clock({ venue }: ChecklistFacts['status']): JudgedItem {
  const { skewMs } = venue;
  if (skewMs === null) {
    return unknown(clockRight, 'The venue has not said its time yet.', 'Wait for its next answer.');
  }
  return Math.abs(skewMs) < mostSkewMs
    ? met(clockRight, `${Math.abs(skewMs)} ms apart.`)
    : unmet(clockRight, `${Math.abs(skewMs)} ms apart.`, "Have this computer's clock set by the network.");
}

function clocks({ exchangeClocks: told }: ChecklistFacts): JudgedItem {
  if (told.length === 0) return met(exchangeClocks, 'No exchange key is in use yet.');
  const words = told.map(
    ({ skewMs, title }) => `${title}: ${skewMs === null ? 'not known' : `${Math.abs(skewMs)} ms`}.`,
  );
  const evidence = words.join(' ');
  if (told.some(({ skewMs }) => skewMs !== null && Math.abs(skewMs) >= mostSkewMs)) {
    return unmet(exchangeClocks, evidence, "Have this computer's clock set by the network.");
  }
  return told.every(({ skewMs }) => skewMs !== null)
    ? met(exchangeClocks, evidence)
    : unknown(exchangeClocks, evidence, 'Ask the exchange on the Trade screen, or wait for its next answer.');
}
