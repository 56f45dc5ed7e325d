import type { Approval } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { type AskOptions, askRunning } from './ask.ts';
import { failed, notATerminal, nothingRuns, type Streams } from './streams.ts';
import { askLine, isInteractive } from './terminal.ts';

/** `approvals`: what waits for the person, one block each. */
export async function listApprovals(options: AskOptions, streams: Streams): Promise<number> {
  const pending = (await askRunning(options, { method: 'approvals.pending', input: {} })) as Result<Approval[]> | null;
  if (pending === null) return nothingRuns(streams);
  if (!pending.ok) return failed(streams, pending);
  if (pending.value.length === 0) streams.out('Nothing waits for you.');
  for (const approval of pending.value) {
    streams.out(`${approval.approvalId}  ${approval.title}`);
  }
  return 0;
}

/**
 * Whether a person may answer at a terminal now. Says what stands in the way before anything is typed, and gives the exit code; null where
 * nothing does.
 */
export async function whatStandsInTheWay(options: AskOptions, streams: Streams): Promise<number | null> {
  const asked = { method: 'vault.atTerminal', input: {} };
  const answer = (await askRunning(options, asked)) as Result<{ readonly why: string | null }> | null;
  if (answer === null) return nothingRuns(streams);
  if (!answer.ok) return failed(streams, answer);
  if (answer.value.why === null) return null;
  streams.note(answer.value.why);
  return 1;
}

/**
 * `approve`: answers what waits, by a person at a terminal: all of it is shown, then the vault's passphrase and, where one is asked, the
 * word are typed for this one call. Without an id it is the one that waits; more than one have to be named.
 */
export async function approve(options: AskOptions, streams: Streams, approvalId: string | undefined): Promise<number> {
  if (!isInteractive()) return notATerminal(streams, 'approve');
  const inTheWay = await whatStandsInTheWay(options, streams);
  if (inTheWay !== null) return inTheWay;
  const pending = (await askRunning(options, { method: 'approvals.pending', input: {} })) as Result<Approval[]> | null;
  if (pending === null) return nothingRuns(streams);
  if (!pending.ok) return failed(streams, pending);
  const named = pending.value.filter((approval) => approvalId === undefined || approval.approvalId === approvalId);
  const [approval, ...others] = named;
  if (approval === undefined) {
    streams.note('Nothing of that kind waits for you.');
    return 1;
  }
  if (others.length > 0) {
    streams.note('More than one waits: name it. `portcullis approvals` lists them.');
    return 1;
  }
  return decideAtTerminal(options, streams, approval, 'It is done.');
}

/** Shows an approval whole and takes the person's answer to it. */
export async function decideAtTerminal(
  options: AskOptions,
  streams: Streams,
  { approvalId, device, digest, lines, rulings, title, warnings, word }: Approval,
  done: string,
): Promise<number> {
  streams.out(title);
  for (const { label, text } of lines) streams.out(`  ${label}: ${text}`);
  for (const warning of warnings) streams.out(`  ! ${warning}`);
  for (const { decision, layer, message } of rulings) streams.out(`  ${layer}: ${decision}: ${message}`);
  if (device.length > 0) streams.out('  The device shows:');
  for (const { label, text } of device) streams.out(`    ${label}: ${text}`);
  const passphrase = await askLine('Passphrase of the vault (empty refuses): ', { isHidden: true });
  if (passphrase === '') {
    streams.note('Nothing was approved.');
    return 1;
  }
  const typed = word === null ? null : await askLine(`Type ${word} to go on: `, { isHidden: false });
  const input = { approvalId, digest, answer: 'approve', ...(typed === null ? {} : { word: typed }) };
  const answer = await askRunning(options, { method: 'approvals.decide', input, passphrase });
  if (answer === null) return nothingRuns(streams);
  if (!answer.ok) return failed(streams, answer);
  streams.out(done);
  return 0;
}
