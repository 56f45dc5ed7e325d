import { utcDay } from '../../domain/utc-day.ts';
import type { RecoveryBundle } from '../../procedures/recovery/bundle.ts';
import { type AskOptions, askRunning } from '../ask.ts';
import { failed, type Streams } from '../streams.ts';
import { askLine } from '../terminal.ts';
import { type Opened, openByShares } from './combine.ts';
import type { RecoveryPorts } from './ports.ts';

/**
 * `recovery rehearse`: opens a bundle by its shares and the file in it by its passphrase, and keeps nothing. 0 when it could be recovered.
 * Only when everything is overwritten is a console that runs here asked to note the day, the set and the result in its register.
 */
export async function rehearseAtTerminal(
  options: AskOptions,
  file: string,
  streams: Streams,
  ports: RecoveryPorts,
): Promise<number> {
  const seen: RecoveryBundle[] = [];
  const opened = await openByShares(file, streams, (bundle) => seen.push(bundle));
  const proof = opened === null ? null : await proofOf(opened, streams, ports);
  opened?.content.file.fill(0);
  const [bundle] = seen;
  if (bundle === undefined) return 1;
  const result = proof === null ? 'failed' : 'ok';
  const text = proof ?? 'The rehearsal did not open what the shares are for.';
  const day = utcDay(ports.clock.nowMs());
  streams.out(`Rehearsal of set ${bundle.set} on ${day}: ${result}. ${text} Nothing was kept.`);
  await note(options, streams, { setId: bundle.set, result, text });
  return proof === null ? 1 : 0;
}

/** What was proved, in a sentence; null when the file in the bundle cannot be used. */
async function proofOf({ bundle, content }: Opened, streams: Streams, ports: RecoveryPorts): Promise<string | null> {
  const { address, kind } = bundle.subject;
  if (kind === 'mpc-0' || kind === 'mpc-1') {
    return `The shares open the bundle; what is in it is the party's, and was not looked into.`;
  }
  const typed = content.passphrase ?? (await askLine('Passphrase of the file in it: ', { isHidden: true }));
  const tried = await ports.files.tryOpen(kind, Buffer.from(content.file).toString('utf8'), typed);
  if (!tried.ok) {
    failed(streams, tried);
    return null;
  }
  if (tried.value !== address) return null;
  return content.passphrase === null
    ? 'The shares open the bundle, and the passphrase opens the file in it.'
    : 'The shares open the bundle and the file in it.';
}

async function note(
  options: AskOptions,
  streams: Streams,
  input: { readonly setId: string; readonly result: string; readonly text: string },
): Promise<void> {
  if ((await askRunning(options, { method: 'vault.facts', input: {} })) === null) {
    streams.out(`No console runs here. Note it there: portcullis backups rehearsed ${input.setId}`);
    return;
  }
  const prompt = 'Passphrase of the vault, to note this in the register (empty notes nothing): ';
  const passphrase = await askLine(prompt, { isHidden: true });
  if (passphrase === '') return;
  const answer = await askRunning(options, { method: 'backups.rehearsed', input, passphrase });
  if (answer === null) return;
  if (answer.ok) streams.out('It is noted in the register.');
  else failed(streams, answer);
}
