import { startXvfb } from '../../electron/runtime/xvfb.ts';
import { prepareTests } from './prepare-tests.ts';

/** Before the tests of the window: what `npm test` has not prepared yet, and on Linux one virtual display for all of them. */
export async function setup(): Promise<() => void> {
  if (process.env.PORTCULLIS_RUNTIME === undefined) Object.assign(process.env, orThrow(await prepareTests()));
  if (process.platform !== 'linux') return () => undefined;
  const virtual = orThrow(await startXvfb());
  process.env.DISPLAY = virtual.display;
  delete process.env.WAYLAND_DISPLAY;
  return virtual.stop;
}

function orThrow<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string },
): T {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}
