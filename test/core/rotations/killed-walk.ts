import { expect } from 'vitest';
import type { Procedure } from '../../../core/contract/shapes.ts';
import type { KilledKind, KilledWorld } from './killed-kind.ts';
import { type RealConsole, realConsole } from './real-console.ts';

/** Where the console is ended hard: in the middle of what the person does for a step, before the step, in its middle, or after it. */
export const moments = ['deed', 'before', 'try', 'after'] as const;
export type Moment = (typeof moments)[number];

/** A moment at a step, as 'rights: try'. */
const placeOf = (stepId: string, moment: Moment): string => `${stepId}: ${moment}`;

/**
 * Drives a procedure from its start to its end in a real console, which is ended hard, and started again, at every place that is
 * chosen of all there are; each time everything that must hold is looked at. Answers the places at which it was ended, in order.
 */
export async function killedWalk(
  kind: KilledKind,
  choose: (places: readonly string[]) => readonly string[],
): Promise<readonly string[]> {
  const world = await kind.prepare();
  const console = await realConsole(world.dataFolder, world.environment);
  if (world.needsVault) await console.unlock();
  const ended: string[] = [];
  try {
    let at = await world.begin(console);
    const toCome = at.steps.filter(({ state }) => state !== 'done');
    const places = toCome.flatMap(({ stepId }) =>
      moments
        .filter((moment) => moment !== 'deed' || world.deeds[stepId]?.act !== undefined)
        .map((moment) => placeOf(stepId, moment)),
    );
    const chosen = choose(places);
    while (at.currentStepId !== null) {
      const before = at.currentStepId;
      at = await walkStep(console, world, at, before, (moment) => {
        const place = placeOf(before, moment);
        const isMeant = chosen.includes(place);
        if (isMeant) ended.push(place);
        return isMeant;
      });
    }
    expect(at.outcome).toBe('completed');
    await expectWhole(console);
    return ended;
  } finally {
    await console.close();
    await world.close();
  }
}

async function walkStep(
  console: RealConsole,
  world: KilledWorld,
  procedure: Procedure,
  stepId: string,
  isKilled: (moment: Moment) => boolean,
): Promise<Procedure> {
  const { act, word = null } = world.deeds[stepId] ?? {};
  const { procedureId } = procedure;
  const tried = () => console.asPerson('procedures.step', { procedureId, stepId, word });

  if (act !== undefined) {
    if (isKilled('deed')) {
      await killedInTheMiddle(console, world, stepId, 'deed', () => act(console));
      expect(await startedAgain(console, world, procedure)).toBe(stepId);
    }
    await act(console);
  }
  if (isKilled('before')) {
    await console.kill();
    expect(await startedAgain(console, world, procedure)).toBe(stepId);
  }
  if (isKilled('try')) {
    const wasHeld = await killedInTheMiddle(console, world, stepId, 'try', tried);
    const at = await startedAgain(console, world, procedure);
    const isDone = at === nextOf(procedure, stepId);
    // What nobody held back may have been done in the same moment.
    if (!wasHeld && isDone) {
      // It was ended after the step, then.
      isKilled('after');
      return console.procedure();
    }
    expect(at).toBe(stepId);
    if (wasHeld)
      expect(lastFound(await console.procedure(), stepId)).toContain('ended while this step was being tried');
  }
  let answer = await tried();
  const againAtMs = answer.ok ? waitsUntil(answer.value, stepId) : null;
  if (againAtMs !== null) {
    await expect.poll(() => Date.now(), { timeout: 60_000, interval: 100 }).toBeGreaterThanOrEqual(againAtMs);
    answer = await tried();
  }
  if (!answer.ok) throw new Error(`${stepId}: ${JSON.stringify(answer.error)}`);
  const after = answer.value;
  expect(after.currentStepId, `${stepId}: ${lastFound(after, stepId)}`).toBe(nextOf(procedure, stepId));
  if (!isKilled('after')) return after;
  await console.kill();
  expect(await startedAgain(console, world, procedure)).toBe(after.currentStepId);
  return console.procedure();
}

/** When a step at which it still stands may be tried again; null where it went on, or need not wait. */
function waitsUntil({ currentStepId, steps }: Procedure, stepId: string): number | null {
  if (currentStepId !== stepId) return null;
  return steps.find((step) => step.stepId === stepId)?.againAtMs ?? null;
}

function lastFound({ steps }: Procedure, stepId: string): string | undefined {
  return steps.find((step) => step.stepId === stepId)?.proofs.at(-1)?.text;
}

function nextOf({ steps }: Procedure, stepId: string): string | null {
  return steps[steps.findIndex((step) => step.stepId === stepId) + 1]?.stepId ?? null;
}

/** Ends it while the world keeps its answer back, or as soon as it has written that it begins; whether the world was asked. */
async function killedInTheMiddle(
  console: RealConsole,
  world: KilledWorld,
  stepId: string,
  what: 'deed' | 'try',
  begin: () => Promise<unknown>,
): Promise<boolean> {
  const isAsked = world.holdBack(stepId, what);
  const rows = console.rows();
  await console.killedDuring(begin, isAsked ?? (() => console.rows() > rows));
  world.letGo();
  return isAsked?.() ?? false;
}

/** Starts it again and looks at everything that must hold then; where the procedure stands. */
async function startedAgain(console: RealConsole, world: KilledWorld, { procedureId }: Procedure) {
  await console.start();
  const procedure = await console.procedure();
  expect(procedure.procedureId).toBe(procedureId);
  const [first] = procedure.steps;
  const current = procedure.steps.find(({ stepId }) => stepId === procedure.currentStepId);
  const isValidated = current === undefined || current.stage === 'resume' || current.stage === 'after';
  if (!isValidated && current !== first) {
    expect((await console.get('system.status', {})).halt.state).toBe('halted');
    const released = await console.ask('halt.requestRelease', {});
    expect(released).toMatchObject({ ok: false, error: { code: 'release-locked' } });
  }
  if (world.needsVault) await console.unlock();
  await world.check(console, procedure);
  await expectWhole(console);
  return procedure.currentStepId;
}

/** One chain that verifies, and no try in it whose end is not told. */
async function expectWhole(console: RealConsole): Promise<void> {
  expect(await console.get('audit.verify', {})).toMatchObject({ ok: true, firstBadId: null, problem: null, gaps: [] });
  const rows = await console.get('audit.query', { eventType: 'credential-rotation', limit: 200 });
  const ofProcedures = rows.filter(({ body }) => body?.includes('"procedure":') === true);
  let isTold = true;
  for (const { id, status } of ofProcedures.toReversed()) {
    if (status === 'requested') expect(isTold, `the row before ${id} has an end`).toBe(true);
    isTold = status !== 'requested';
  }
  expect(isTold, 'the last row has an end').toBe(true);
}
