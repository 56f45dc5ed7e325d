import { hidTransports } from './hid-transports.ts';
import type { HidTransports } from './ports.ts';

/**
 * Where Ledgers are looked for: on USB, or, for paper and only from a source tree, at the emulator that `PORTCULLIS_LEDGER` names. Any
 * other use of that setting gives devices that cannot be used, never the real ones in its place.
 */
export function ledgerTransports({ emulator, isPaper }: { emulator: string | null; isPaper: boolean }): HidTransports {
  if (emulator === null) return hidTransports();
  const refuse = (why: string): Promise<never> =>
    Promise.reject(Object.assign(new Error(why), { name: 'HidUnavailable' }));
  let found: Promise<HidTransports> | null = null;
  const load = async (): Promise<HidTransports> => {
    if (!isPaper) return refuse('an emulator is for paper only');
    // A file of its own in the build, which packages leave out.
    const { speculosTransports } = await import('./speculos-transports.ts').catch(() =>
      refuse('this build has no emulator'),
    );
    return speculosTransports(emulator) ?? refuse('the emulator is not at a loopback address');
  };
  const transports = (): Promise<HidTransports> => {
    found ??= load();
    return found;
  };
  return {
    list: async () => (await transports()).list(),
    open: async (path) => (await transports()).open(path),
  };
}
