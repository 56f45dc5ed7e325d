import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseAddress } from '../../domain/address.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { contentBytes } from '../../procedures/recovery/content.ts';
import { claimFolder } from '../../procedures/recovery/party-folder.ts';
import { problemWords } from '../../procedures/recovery/problem.ts';
import { readRegularFile } from '../../procedures/recovery/read-file.ts';
import { splitRecovery } from '../../procedures/recovery/split.ts';
import { partyOf, type RecoverySubject, subjectWords } from '../../procedures/recovery/subject.ts';
import { stored } from '../../store/stored.ts';
import { writeWhole } from '../../store/whole-file.ts';
import { failed, type Streams } from '../streams.ts';
import { askLine } from '../terminal.ts';
import { showPages } from './pages.ts';
import { mostProtectedBytes, type RecoveryGiven, type RecoveryPorts } from './ports.ts';
import { sharePages } from './share-pages.ts';

/**
 * `recovery split`: seals a file under a key that is shared out. The file is opened first, so that nothing is kept that could never be
 * used; then the shares are shown, one to a page; the bundle is written only once all of them were seen.
 */
export async function splitAtTerminal(given: RecoveryGiven, streams: Streams, ports: RecoveryPorts): Promise<number> {
  const { count, file, kind, threshold } = given;
  const folder = resolve(given.out ?? dirname(file));
  const claimed = claimFolder(folder, kind);
  if (!claimed.ok) return failed(streams, claimed);
  const fromOther = claimFolder(dirname(resolve(file)), kind);
  if (!fromOther.ok) return failed(streams, fromOther);
  const bytes = readRegularFile(file, mostProtectedBytes);
  if (bytes === null) {
    streams.note('The file cannot be read: name a regular file of at most 4 MiB.');
    return 1;
  }
  const proved = await prove(given, bytes, ports);
  if (!proved.ok) {
    bytes.fill(0);
    return failed(streams, proved);
  }
  const { passphrase, subject } = proved.value;
  const content = contentBytes({ file: bytes, passphrase });
  bytes.fill(0);
  const made = await splitRecovery(content, { subject, threshold, count }, ports);
  content.fill(0);
  if (!made.ok) {
    streams.note(problemWords(made.error));
    return 1;
  }
  const { bundle, set, shares } = made.value;
  streams.out(`${count} shares for ${subjectWords(subject)} are shown now, one to a page. Any ${threshold} open it.`);
  if (!(await showPages(sharePages(set, shares)))) {
    streams.note('You left before the last page. Nothing was written: the shares that were shown open nothing.');
    return 1;
  }
  const target = join(folder, `recovery-${set.set}.json`);
  const written = stored('the bundle could not be written', () => {
    if (existsSync(target)) throw new Error('a set was drawn twice');
    writeWhole(target, Buffer.from(bundle));
  });
  if (!written.ok) return failed(streams, written);
  streams.out(`The bundle of set ${set.set} is ${target}`);
  streams.out('The shares open this file and nothing else: keep copies of it, but never where the shares are.');
  streams.out(`Rehearse it now: portcullis recovery rehearse ${target}`);
  return 0;
}

/** What is protected, and the passphrase that goes in with it. A party's own bundle is not looked into. */
async function prove(
  given: RecoveryGiven,
  bytes: Buffer,
  { files }: RecoveryPorts,
): Promise<Result<{ readonly subject: RecoverySubject; readonly passphrase: string | null }>> {
  const { kind } = given;
  if (kind === 'mpc-0' || kind === 'mpc-1') {
    const address = parseAddress(given.address ?? '');
    return address === null
      ? refused('address', `say with --address whose key party ${partyOf(kind)} has a share of`)
      : ok({ subject: { kind, address }, passphrase: null });
  }
  const passphrase = await askLine('Passphrase of the file: ', { isHidden: true });
  const opened = await files.tryOpen(kind, bytes.toString('utf8'), passphrase);
  if (!opened.ok) return opened;
  const words = 'Shall the shares be enough, without this passphrase? (yes, no): ';
  const answer = (await askLine(words, { isHidden: false })).trim().toLowerCase();
  if (answer !== 'yes' && answer !== 'no') return refused('answer', 'yes and no are the answers');
  return ok({ subject: { kind, address: opened.value }, passphrase: answer === 'yes' ? passphrase : null });
}

function refused(path: string, problem: string): Result<never> {
  return err({ code: 'invalid-input', retry: 'never', issues: [{ path, problem }] });
}
