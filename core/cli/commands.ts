import { join } from 'node:path';
import type { Approval, AuditVerification, SystemStatus } from '../contract/shapes.ts';
import { shownReasons } from '../contract/shown-reasons.ts';
import { readJson } from '../domain/read-json.ts';
import type { Result } from '../domain/result.ts';
import { keepHeapSmall } from '../small-heap.ts';
import { decideAtTerminal, whatStandsInTheWay } from './approve.ts';
import { type AskOptions, ask, askRunning, askThen, statusWithBooks } from './ask.ts';
import { openCore } from './open-core.ts';
import { failed, notATerminal, nothingRuns, type Streams } from './streams.ts';
import { askLine, isInteractive } from './terminal.ts';

/** `call`: one line of JSON, and 0 or 1. */
export async function call(options: AskOptions, streams: Streams, method: string, json: string): Promise<number> {
  const input = readJson(json);
  const answer: Result<unknown> =
    input === undefined
      ? { ok: false, error: { code: 'invalid-input', retry: 'never', issues: [{ path: '', problem: 'is not JSON' }] } }
      : await ask(options, method, input);
  streams.out(JSON.stringify(answer));
  return answer.ok ? 0 : 1;
}

/** `status`: the console on a few lines. */
export async function status(options: AskOptions, streams: Streams): Promise<number> {
  const { answer, isRunning } = await askThen(options, 'system.status', {}, async (first, answerer) => ({
    answer: (!first.ok || answerer.isRunning ? first : await statusWithBooks(answerer)) as Result<SystemStatus>,
    isRunning: answerer.isRunning,
  }));
  if (!answer.ok) return failed(streams, answer);
  const { halt, audit, vault, venue, problems, openOrders, apiAddress, apiProblem, mode, version, dataFolder } =
    answer.value;
  streams.out(`Portcullis ${version}, ${mode}, data in ${dataFolder}`);
  streams.out(halt.state === 'active' ? 'Trading is active.' : `Trading is ${halt.state}.`);
  for (const [place, { atMs, source, text }] of shownReasons(halt).entries())
    streams.out(`  ${place === 0 ? '' : 'also: '}${text} (${source}, ${new Date(atMs).toISOString()})`);
  streams.out(`Open paper orders: ${openOrders ?? 'not known'}`);
  const { liveOpenOrders, reducing } = answer.value;
  if (liveOpenOrders !== 0) streams.out(`Open LIVE orders: ${liveOpenOrders ?? 'not known'}`);
  for (const exchange of reducing) streams.out(`Only orders that reduce go to ${exchange}: see venues.`);
  // What was opened for this question alone has not heard from the venue and is gone before it does.
  streams.out(`Venue ${venue.exchange}: ${isRunning ? venue.text : 'not known, for no console runs'}`);
  streams.out(
    `Audit trail: ${audit.state} to row ${audit.verifiedToId} of ${audit.headId}${audit.problem === null ? '' : `; ${audit.problem}`}`,
  );
  streams.out(`Vault: ${vault}`);
  streams.out(`API: ${apiAddress ?? apiProblem ?? 'not served'}`);
  for (const problem of problems) streams.out(`Setting: ${problem.text}`);
  return 0;
}

/** `audit verify`: walks the whole chain; 1 when it does not hold. */
export async function auditVerify(options: AskOptions, streams: Streams): Promise<number> {
  const answer = (await ask(options, 'audit.verify', {})) as Result<AuditVerification>;
  if (!answer.ok) return failed(streams, answer);
  const { ok, rows, headId, firstBadId, problem, gaps, cutTail, unsealed, uncheckedSeals, late, waiting } =
    answer.value;
  streams.out(
    ok ? `The chain holds: ${rows} rows, head ${headId}.` : `The chain does not hold: ${problem ?? 'see below'}.`,
  );
  if (firstBadId !== null) streams.out(`First bad row: ${firstBadId}`);
  for (const gap of gaps) streams.out(`Missing rows: ${gap.fromId} to ${gap.toId}`);
  if (cutTail) streams.out('The end is cut off: rows that were there are gone.');
  if (uncheckedSeals > 0) {
    const rows = uncheckedSeals === 1 ? '1 row' : `${uncheckedSeals} rows`;
    streams.out(`Seals on ${rows} were not checked, because the vault is locked.`);
  }
  for (const span of unsealed) streams.out(`Not sealed by a key: rows ${span.fromId} to ${span.toId}`);
  for (const span of late) {
    const when = `${span.recordedFrom ?? 'unknown'} to ${span.recordedTo ?? 'unknown'}`;
    streams.out(
      `Recorded while the trail could not be written (${when}): rows ${span.fromId} to ${span.toId}, ${span.lost} lost`,
    );
  }
  if (waiting > 0) streams.out(`Waiting in the emergency file: ${waiting} rows`);
  return ok ? 0 : 1;
}

/** `serve`: a console without a window, until it is told to end. 1 when it cannot start or its port is taken. */
export async function serve({ dataFolder, environment }: AskOptions, streams: Streams): Promise<number> {
  keepHeapSmall();
  const logFile = join(dataFolder, 'logs', 'core.log');
  const made = await openCore({ dataFolder, environment, logFile, runtime: 'headless', serveApi: true });
  if (!made.ok) return failed(streams, made);
  const core = made.value;
  const ended = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(0));
  });
  // Timers of the core do not keep a process alive; a console that serves is meant to stay.
  const stay = new Promise<number>((resolve) => {
    const look = (): void => {
      const { apiAddress, apiProblem } = core.status();
      if (apiProblem !== null) {
        streams.note(`${apiProblem}. Choose another with PORTCULLIS_API_PORT.`);
        resolve(1);
      } else if (apiAddress !== null) {
        streams.out(`Portcullis serves on paper. Health: ${apiAddress}/ (data in ${dataFolder})`);
        const { halt } = core.status();
        const why = shownReasons(halt).map(({ text }) => text);
        if (halt.state !== 'active') streams.out(`Trading is ${halt.state}: ${why.join('; ')}`);
      }
    };
    const stop = core.on((announcement) => {
      if (announcement.topic !== 'status.changed') return;
      const { apiAddress, apiProblem } = announcement.payload;
      if (apiAddress === null && apiProblem === null) return;
      stop();
      look();
    });
  });
  const code = await Promise.race([ended, stay]);
  await core.close();
  return code;
}

/** `unlock`: opens the vault of a running console with a passphrase typed here; the first time it makes the vault. */
export async function unlock(options: AskOptions, streams: Streams): Promise<number> {
  if (!isInteractive()) return notATerminal(streams, 'unlock');
  const running = (await askRunning(options, { method: 'system.status', input: {} })) as Result<SystemStatus> | null;
  if (running === null) return nothingRuns(streams);
  if (!running.ok) return failed(streams, running);
  const isNew = running.value.vault === 'absent';
  const passphrase = await askLine(isNew ? 'New passphrase for the vault: ' : 'Passphrase of the vault: ', {
    isHidden: true,
  });
  if (isNew && passphrase !== (await askLine('The same again: ', { isHidden: true }))) {
    streams.note('The two are not the same. Nothing was made.');
    return 1;
  }
  const answer = await askRunning(options, { method: 'vault.unlock', input: { passphrase }, passphrase });
  if (answer === null) return nothingRuns(streams);
  if (!answer.ok) return failed(streams, answer);
  streams.out(
    isNew
      ? 'The vault is made and open. Its passphrase can release a halt from the next start on.'
      : 'The vault is open.',
  );
  return 0;
}

/** `release`: raises the halt of a running console by a person at a terminal: passphrase and word, for this one call. */
export async function release(options: AskOptions, streams: Streams): Promise<number> {
  if (!isInteractive()) return notATerminal(streams, 'release');
  const inTheWay = await whatStandsInTheWay(options, streams);
  if (inTheWay !== null) return inTheWay;
  const asked = (await askRunning(options, { method: 'halt.requestRelease', input: {} })) as Result<Approval> | null;
  if (asked === null) return nothingRuns(streams);
  if (!asked.ok) return failed(streams, asked);
  return decideAtTerminal(options, streams, asked.value, 'Trading is released.');
}
