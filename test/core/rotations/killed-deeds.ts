import type { Deed } from './killed-kind.ts';
import type { RealConsole } from './real-console.ts';

/** Has the console look, or tell, for the first time; what is to be said of that comes with the step. */
export async function look(console: RealConsole): Promise<unknown> {
  const { currentStepId, procedureId } = await console.procedure();
  return console.asPerson('procedures.step', { procedureId, stepId: currentStepId ?? '', word: null });
}

/** The person says something, and does nothing beside. */
export const said = (word: string): Deed => ({ word });
