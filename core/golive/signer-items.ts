import { conditionWords } from '../domain/keyshare-words.ts';
import { isAtLeast } from '../signers/ledger/app-version.ts';
import type { ChecklistFacts } from './checklist-facts.ts';
import { daysLater, isWithin } from './is-within.ts';
import { type ItemAbout, type JudgedItem, met, unknown, unmet } from './item.ts';

const signerReady: ItemAbout = {
  itemId: 'signer-ready',
  title: 'The signer in use can sign',
  custodyLine: null,
  source: 'probe',
  isWaivable: false,
};
const signerVerified: ItemAbout = {
  itemId: 'signer-verified',
  title: 'The signer in use was verified, on its own screen or by a test signature',
  custodyLine: null,
  source: 'probe',
  isWaivable: false,
};
const ledgerApp: ItemAbout = {
  itemId: 'ledger-app',
  title: 'The Ethereum app of the Ledger is new enough',
  custodyLine: null,
  source: 'probe',
  isWaivable: false,
};
const signerOverTls: ItemAbout = {
  itemId: 'signer-over-tls',
  title: 'A signer that is a service is asked over TLS, and known by its certificate',
  custodyLine: null,
  source: 'probe',
  isWaivable: false,
};

/** How old what both parties attest may be. */
const attestedDays = 1;

const keysharesAttested: ItemAbout = {
  itemId: 'keyshares-attested',
  title: 'The shares of a two-party signer were seen to belong together, and are backed up',
  custodyLine: 319,
  source: 'probe',
  isWaivable: false,
};

/** What must be so of the signer in use; nothing is asked where none is. */
export function signerItems(facts: ChecklistFacts): readonly JudgedItem[] {
  return [ready(facts), verified(facts), app(facts), links(facts), keyshares(facts)];
}

function ready({ status: { signer } }: ChecklistFacts): JudgedItem {
  const { address, isReady, kind, text } = signer;
  if (kind === null) {
    return met(signerReady, 'No signer is in use yet: no transaction can be made, on paper or live.');
  }
  return isReady
    ? met(signerReady, address === null ? text : `${text} It signs for ${address}.`)
    : unmet(signerReady, text, 'See what it needs on the Signers screen.');
}

function verified({ nowMs, signing: { testedAtMs, verifiedAtMs }, status }: ChecklistFacts): JudgedItem {
  if (status.signer.kind === null) return met(signerVerified, 'No signer is in use yet.');
  if (status.signer.address === null) {
    return unmet(signerVerified, status.signer.text, 'See what it needs on the Signers screen.');
  }
  const fix = 'Verify its address, or have it sign a test, on the Signers screen.';
  // A date that is still to come is of a clock that was wrong.
  if (verifiedAtMs !== null && verifiedAtMs <= nowMs) {
    return met(signerVerified, 'Its address was confirmed on its own screen.', verifiedAtMs);
  }
  return testedAtMs !== null && testedAtMs <= nowMs
    ? met(signerVerified, 'It was tested, and answered for the pinned address.', testedAtMs)
    : unmet(signerVerified, 'Since it was pinned it was neither.', fix);
}

function app({ signing: { ledgerApp: seen, minimumApp }, status }: ChecklistFacts): JudgedItem {
  if (status.signer.kind === null) return met(ledgerApp, 'No signer is in use yet.');
  if (status.signer.kind !== 'ledger') return met(ledgerApp, 'No Ledger is used.');
  if (seen === null) {
    return unknown(ledgerApp, 'It was not seen since the start.', 'Check the Ledger on the Signers screen.');
  }
  const { atMs, version } = seen;
  return isAtLeast(version, minimumApp)
    ? met(ledgerApp, `It is ${version}; at least ${minimumApp} is needed.`, atMs)
    : unmet(ledgerApp, `It is ${version}; at least ${minimumApp} is needed.`, 'Update it with Ledger Live.', atMs);
}

function links({ signing, status }: ChecklistFacts): JudgedItem {
  if (status.signer.kind === null) return met(signerOverTls, 'No signer is in use yet.');
  if (status.signer.kind !== 'remote' && status.signer.kind !== 'cb_mpc_2pc') {
    return met(signerOverTls, 'No signer in use is a service.');
  }
  const told = signing.links.map((link) => ({ ...link, text: `${link.title}: ${link.fault ?? 'over TLS.'}` }));
  const evidence = told.map(({ text }) => text).join(' ');
  if (told.length === 0 || told.some(({ standing }) => standing === 'open')) {
    const fix = 'Give it an https address, and its certificate or its authority, on the Signers screen or in .env.';
    return unmet(signerOverTls, told.length === 0 ? 'It has no address.' : evidence, fix);
  }
  return told.every(({ standing }) => standing === 'known')
    ? met(signerOverTls, evidence)
    : unknown(signerOverTls, evidence, 'Open the vault, where its certificate lies, or mend what is set.');
}

function keyshares({ nowMs, signing, status }: ChecklistFacts): JudgedItem {
  if (status.signer.kind !== 'cb_mpc_2pc') return met(keysharesAttested, 'No two-party signer is used.');
  const { askedAtMs, condition } = signing.keyshares;
  const { text } = conditionWords[condition];
  const fix = 'Ask both to attest, on the Signers screen, and do what it says there.';
  switch (condition) {
    case 'fits':
      return askedAtMs !== null && isWithin(attestedDays, askedAtMs, nowMs)
        ? met(keysharesAttested, text, askedAtMs, daysLater(askedAtMs, attestedDays))
        : unknown(keysharesAttested, 'They were not asked within a day.', fix, askedAtMs);
    case 'legacy':
      return ofLegacy(signing.testedAtMs, nowMs);
    // What may be right again at the next asking, or was not asked since something changed.
    case 'not-asked':
    case 'outdated':
    case 'party-down':
    case 'refreshing':
    case 'in-doubt':
    case 'to-settle':
    case 'not-admitted':
    case 'not-understood':
      return unknown(keysharesAttested, text, fix, askedAtMs);
    case 'not-backed-up':
    case 'not-pinned':
    case 'not-set-up':
    case 'no-second-party':
    case 'no-key':
    case 'share-lost':
    case 'shares-lost':
    case 'mixed':
    case 'stale':
    case 'swapped':
    case 'not-trusted':
    case 'not-protected':
      return unmet(keysharesAttested, text, fix, askedAtMs);
  }
}

/** The older service attests nothing: a test that both halves have signed together stands for it, as young as an attestation must be. */
function ofLegacy(testedAtMs: number | null, nowMs: number): JudgedItem {
  if (testedAtMs !== null && isWithin(attestedDays, testedAtMs, nowMs)) {
    const evidence =
      'The older dialect attests nothing. Both halves signed a test for the pinned address together; of its backups there is your word alone.';
    return met(keysharesAttested, evidence, testedAtMs, daysLater(testedAtMs, attestedDays));
  }
  const fix = 'Have it sign a test, on the Signers screen.';
  // A test that has grown old shows nothing wrong: it must not take back what is armed.
  return testedAtMs !== null && testedAtMs <= nowMs
    ? unknown(
        keysharesAttested,
        'The older dialect attests nothing, and the last test was not within a day.',
        fix,
        testedAtMs,
      )
    : unmet(keysharesAttested, 'The older dialect attests nothing, and both halves never signed a test together.', fix);
}
