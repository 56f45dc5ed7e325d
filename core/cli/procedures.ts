import { rotationsOf } from '../contract/rotations-of.ts';
import type { Custody, Procedure } from '../contract/shapes.ts';
import type { Result } from '../domain/result.ts';
import { shownText } from '../domain/shown-text.ts';
import { type AskOptions, ask, askRunning } from './ask.ts';
import { failed, notATerminal, nothingRuns, type Streams } from './streams.ts';
import { askLine, isInteractive } from './terminal.ts';

/**
 * `rotation start ID [KIND]`: begins the guided rotation of a credential; the console halts with its first step. Where it can be rotated
 * in more than one way, `kind` says which; the usual one else.
 */
export async function rotationStart(
  options: AskOptions,
  streams: Streams,
  credentialId: string,
  kind?: string,
): Promise<number> {
  const custody = (await ask(options, 'custody.list', {})) as Result<Custody>;
  if (!custody.ok) return failed(streams, custody);
  const row = custody.value.credentials.find((one) => one.credentialId === credentialId);
  if (row === undefined) {
    streams.note('There is no such credential.');
    return 1;
  }
  const kinds = rotationsOf(row);
  const chosen = kind === undefined ? kinds[0] : kinds.find((one) => one === kind);
  if (chosen === undefined) {
    streams.note(
      kinds.length === 0
        ? 'There is no guided rotation of it: it is not in use, or not kept here.'
        : `It can be rotated so: ${kinds.join(', ')}.`,
    );
    return 1;
  }
  const code = shown(await ask(options, 'procedures.start', { kind: chosen, credentialId }), streams);
  if (code === 0) streams.note('Go on with: portcullis rotation step');
  return code;
}

/** `rotation show`: the rotation that is under way, or the last one, with what each step found. */
export async function rotationShow(options: AskOptions, streams: Streams): Promise<number> {
  const answer = (await ask(options, 'procedures.list', { limit: 1 })) as Result<Procedure[]>;
  if (!answer.ok) return failed(streams, answer);
  const [procedure] = answer.value;
  if (procedure === undefined) streams.out('No rotation has been begun.');
  else showProcedure(procedure, streams);
  return 0;
}

/**
 * `rotation step [WORDS]`: tries the step that the rotation stands at, by a person at a terminal; the words are what you vouch for. 1 where
 * it is not done.
 */
export async function rotationStep(options: AskOptions, streams: Streams, word: string | null): Promise<number> {
  if (!isInteractive()) return notATerminal(streams, 'rotation step');
  const open = await underWay(options, streams);
  if (open === null) return 1;
  const { stepId } = open;
  const answer = await askAsPerson(options, { method: 'procedures.step', input: { ...open, word } });
  if (answer === null) return nothingRuns(streams);
  const code = shown(answer, streams);
  return answer.ok && (answer.value as Procedure).currentStepId === stepId ? 1 : code;
}

/** `rotation leave REASON`: leaves it where it stands, by a person at a terminal; nothing is wiped or released. */
export async function rotationLeave(options: AskOptions, streams: Streams, reason: string): Promise<number> {
  if (!isInteractive()) return notATerminal(streams, 'rotation leave');
  const open = await underWay(options, streams);
  if (open === null) return 1;
  const input = { procedureId: open.procedureId, reason };
  const answer = await askAsPerson(options, { method: 'procedures.leave', input });
  return answer === null ? nothingRuns(streams) : shown(answer, streams);
}

/** Asks as the person who types the passphrase of the vault now; null when nothing runs. */
async function askAsPerson(
  options: AskOptions,
  request: { readonly method: string; readonly input: unknown },
): Promise<Result<unknown> | null> {
  return askRunning(options, {
    ...request,
    passphrase: await askLine('Passphrase of the vault: ', { isHidden: true }),
  });
}

async function underWay(
  options: AskOptions,
  streams: Streams,
): Promise<{ readonly procedureId: string; readonly stepId: string } | null> {
  const answer = (await ask(options, 'procedures.list', { limit: 1 })) as Result<Procedure[]>;
  if (!answer.ok) {
    failed(streams, answer);
    return null;
  }
  const [procedure] = answer.value;
  if (procedure !== undefined && procedure.currentStepId !== null) {
    return { procedureId: procedure.procedureId, stepId: procedure.currentStepId };
  }
  streams.note('No rotation is under way.');
  return null;
}

function shown(answer: Result<unknown>, streams: Streams): number {
  if (!answer.ok) return failed(streams, answer);
  showProcedure(answer.value as Procedure, streams);
  return 0;
}

/** A procedure with its steps: where it stands, what each has found, and how to go on. */
export function showProcedure(procedure: Procedure, streams: Streams): void {
  const { currentStepId, kind, label, outcome, reason, steps } = procedure;
  const ends = { open: 'under way', completed: 'complete', left: `left: ${reason ?? ''}` };
  const names = { emergency: `Emergency of ${shownText(label)}`, drill: shownText(label) };
  const name = kind === 'emergency' || kind === 'drill' ? names[kind] : `Rotation of ${shownText(label)}`;
  streams.out(`${name}: ${ends[outcome]}`);
  for (const [index, step] of steps.entries()) {
    const isCurrent = step.stepId === currentStepId;
    streams.out(`${isCurrent ? '>' : ' '} ${index + 1}. ${step.title} (${step.state})`);
    for (const proof of isCurrent ? step.proofs : step.proofs.slice(-1)) {
      streams.out(`     ${proof.strength}: ${shownText(proof.text)}`);
    }
    if (!isCurrent) continue;
    streams.out(`     ${shownText(step.instruction)}`);
    if (step.againAtMs !== null) streams.out(`     Not before ${new Date(step.againAtMs).toISOString()}.`);
    if (step.word === 'needed') streams.out('     Say it with: rotation step "what you did"');
  }
}
