import type { SignerState } from '../signer.ts';
import type { Condition, HaltWord } from './failure-table.ts';

interface Words {
  readonly text: string;
  readonly needs: string | null;
}

const words: Readonly<Record<Condition, Words>> = {
  'not-checked': { text: 'has not been asked yet', needs: 'Test it.' },
  ready: { text: 'answers for the pinned address', needs: null },
  'not-protected': {
    text: 'is not asked: live needs mutual TLS with a pinned certificate, or a loopback address',
    needs: 'Set its https address, our certificate and key, and its pin.',
  },
  unreachable: { text: 'cannot be connected to', needs: 'Start party 0, or mend the way to it.' },
  'not-trusted': { text: 'shows a certificate that is not right', needs: 'Look at the certificates of both sides.' },
  'party-down': {
    text: 'lacks its other party',
    needs: 'Bring both parties up; the older service needs both restarted.',
  },
  'mixed-shares': {
    text: 'has shares that do not belong together',
    needs: 'Settle the refresh, or restore the shares.',
  },
  'no-key': { text: 'has no key', needs: 'Make a key as a step of setting it up.' },
  refreshing: { text: 'is refreshing its shares', needs: null },
  'in-doubt': { text: 'has a refresh that is not settled', needs: 'Settle the refresh.' },
  busy: { text: 'is busy', needs: null },
  'not-admitted': {
    text: 'does not let us ask',
    needs: 'Look at our certificate, and that the address is of party 0.',
  },
  'not-understood': { text: 'gave an answer that is not understood', needs: 'Look at what runs at its address.' },
  unsure: {
    text: 'may have made a signature that never came',
    needs: 'Sign nothing else for that nonce until it is settled.',
  },
  degraded: {
    text: 'may be out of step; a test signature goes before the next one',
    needs: 'If that fails, restart both parties.',
  },
  'marks-unreadable': { text: 'is not asked: what is known of it cannot be read', needs: 'Look at the data folder.' },
  halted: { text: 'is halted', needs: 'Look at why it was halted.' },
};

const haltNeeds: Readonly<Record<HaltWord, string>> = {
  'parties-restarted': 'Restart both parties, then say so.',
  'shares-put-right': 'Settle the refresh or restore the shares, then say so.',
  'pin-confirmed': 'Find out what answers there, compare the pinned address, then confirm it.',
};

/** The state of the signer in words. `halt` stands above whatever was seen last; `daysLeft` is of the certificate it showed. */
export function stateInWords(
  condition: Condition,
  halt: { readonly until: HaltWord; readonly why: string } | null,
  daysLeft: number | null,
): SignerState {
  if (halt !== null) {
    const text = `The two-party signer is halted: ${halt.why}.`;
    return { code: 'halted', isReady: false, text, needs: haltNeeds[halt.until] };
  }
  const { needs, text } = words[condition];
  const isDue = daysLeft !== null && daysLeft <= 30;
  const ending = isDue ? ` Its certificate ends in ${Math.max(0, daysLeft)} days.` : '';
  const next = isDue ? 'Replace its certificate.' : null;
  return {
    code: condition,
    isReady: condition === 'ready',
    text: `The two-party signer ${text}.${ending}`,
    needs: needs ?? next,
  };
}
