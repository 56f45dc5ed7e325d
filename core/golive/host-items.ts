import type { ChecklistFacts } from './checklist-facts.ts';
import { daysLater, isWithin } from './is-within.ts';
import { type ItemAbout, type JudgedItem, met, unknown, unmet } from './item.ts';

/** How old may be: that the halt was tried, and what was said of the disk. */
const haltTestDays = 1;
const diskDays = 365;

const officialProgram: ItemAbout = {
  itemId: 'official-program',
  title: 'The console runs in the program it was made for',
  custodyLine: null,
  source: 'probe',
  isWaivable: false,
};
const nothingOpen: ItemAbout = {
  itemId: 'nothing-open',
  title: 'It was started without a switch that lets others in',
  custodyLine: null,
  source: 'probe',
  isWaivable: false,
};
const noPlainSecrets: ItemAbout = {
  itemId: 'no-plain-secrets',
  title: 'No secret lies in a plain file',
  custodyLine: null,
  source: 'probe',
  isWaivable: false,
};
const haltTested: ItemAbout = {
  itemId: 'halt-tested',
  title: 'The halt was tried: an order was refused before it could leave',
  custodyLine: null,
  source: 'probe',
  isWaivable: false,
};
const selfTested: ItemAbout = {
  itemId: 'self-tested',
  title: 'The self-test passed in this version, on this program and system',
  custodyLine: null,
  source: 'probe',
  isWaivable: false,
};
const diskEncrypted: ItemAbout = {
  itemId: 'disk-encrypted',
  title: 'The disk of this computer is encrypted',
  custodyLine: null,
  source: 'attestation',
  isWaivable: false,
};

/** What must be so of the program and the computer that it runs on. */
export function hostItems(facts: ChecklistFacts): readonly JudgedItem[] {
  return [program(facts), switches(facts), selfTest(facts), secrets(facts), halted(facts), disk(facts)];
}

function program({ host, status }: ChecklistFacts): JudgedItem {
  return host.isOfficial
    ? met(officialProgram, `${status.runtime}.`)
    : unmet(
        officialProgram,
        `${status.runtime}: not the one that this version was tested with.`,
        'Install the official build, or have npm fetch the official Electron.',
      );
}

function switches({ host }: ChecklistFacts): JudgedItem {
  return host.openings.length === 0
    ? met(nothingOpen, 'None was given.')
    : unmet(nothingOpen, `Given: ${host.openings.join(', ')}.`, 'Start it again without.');
}

function selfTest({ nowMs, selfTest: last, status, testedHost }: ChecklistFacts): JudgedItem {
  const fix = 'Run it here: it touches nothing of yours.';
  if (last === null) return unmet(selfTested, 'It was never run here.', fix);
  const { atMs, isPassed, text, version } = last;
  if (version !== status.version || last.host !== testedHost) {
    return unmet(selfTested, `It was run last in version ${version}, on: ${last.host}.`, fix, atMs);
  }
  return isPassed && atMs <= nowMs ? met(selfTested, text, atMs) : unmet(selfTested, text, fix, atMs);
}

function secrets({ plainKeys: { found, unseen }, secretsInFiles }: ChecklistFacts): JudgedItem {
  const inEnv = secretsInFiles.length === 0 ? [] : [`In the .env of the data folder: ${secretsInFiles.join(', ')}.`];
  // What is named of the .env is said once.
  const elsewhere = found.filter((where) => where !== '.env' || secretsInFiles.length === 0);
  const inClear = elsewhere.length === 0 ? [] : [`A key or secret lies in clear: ${elsewhere.join(', ')}.`];
  const told = [...inEnv, ...inClear];
  if (told.length > 0) {
    const fix =
      'Take out the setting that names it and start again; put it into the open vault, on the Custody screen or, a key of ours to a signing service, in the window on Signers; then delete the file.';
    return unmet(noPlainSecrets, told.join(' '), fix);
  }
  if (unseen.length > 0) {
    const fix = 'Make it readable for yourself, move it out of the data folder, or have the data in a folder below it.';
    return unknown(noPlainSecrets, `It could not be looked through: ${unseen.join(', ')}.`, fix);
  }
  const evidence =
    'None in the .env, and no key or secret in clear was found in the files up to 64 kB of the data folder, or where a setting names one.';
  return met(noPlainSecrets, evidence);
}

function halted({ haltTest, nowMs }: ChecklistFacts): JudgedItem {
  const fix = 'Have it tried here. It halts trading, and you release it afterwards.';
  if (haltTest === null) return unmet(haltTested, 'It was never tried here.', fix);
  return isWithin(haltTestDays, haltTest.atMs, nowMs)
    ? met(haltTested, haltTest.text, haltTest.atMs, daysLater(haltTest.atMs, haltTestDays))
    : unmet(haltTested, 'It was tried more than a day ago.', fix, haltTest.atMs);
}

function disk({ diskEncrypted: said, nowMs }: ChecklistFacts): JudgedItem {
  const fix = 'See that it is (LUKS, FileVault, BitLocker), and say so here.';
  if (said === null) return unmet(diskEncrypted, 'Nobody has said so.', fix);
  return isWithin(diskDays, said.atMs, nowMs)
    ? met(diskEncrypted, said.text, said.atMs, daysLater(said.atMs, diskDays))
    : unmet(diskEncrypted, 'That was said more than a year ago.', fix, said.atMs);
}
