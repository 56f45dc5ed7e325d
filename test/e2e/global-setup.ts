import { prepareTests } from './prepare-tests.ts';

/** Before the tests of the window: what `npm test` has not prepared yet. */
export async function setup(): Promise<void> {
  if (process.env.PORTCULLIS_RUNTIME !== undefined) return;
  const prepared = await prepareTests();
  if (!prepared.ok) throw new Error(prepared.error);
  Object.assign(process.env, prepared.value);
}
