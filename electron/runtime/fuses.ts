import { err, ok, type Result } from '../../core/domain/result.ts';

/** Electron's switches inside its own program, by their place in the first version of the list (docs/tutorial/fuses of Electron). */
export const fuses = { inspectArguments: 3, browserSnapshot: 6 } as const;

const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1');
const knownListVersion = 1;

/**
 * Sets fuses inside the bytes of an Electron program, in place. The list follows a sentinel: its version (1), its length, then one
 * ASCII '0' or '1' each. Refuses, changing nothing, when the list is not exactly one, of another version, too short, or holds anything
 * else at that place (a fuse that was removed).
 */
export function setFuses(program: Buffer, wanted: ReadonlyMap<number, boolean>): Result<null, string> {
  const at = program.indexOf(sentinel);
  if (at < 0 || program.indexOf(sentinel, at + 1) >= 0)
    return err('This program does not hold exactly one list of fuses.');
  const list = at + sentinel.length;
  const length = program[list + 1] ?? 0;
  if (program[list] !== knownListVersion) return err('The list of fuses is of an unknown version.');
  const places = [...wanted.keys()].map((fuse) => list + 2 + fuse);
  const areKnown = [...wanted.keys()].every((fuse) => Number.isInteger(fuse) && fuse >= 0 && fuse < length);
  if (!areKnown || !places.every((place) => isSwitch(program[place]))) return err('A wanted fuse is not in the list.');
  for (const [fuse, isOn] of wanted) program[list + 2 + fuse] = isOn ? on : off;
  return ok(null);
}

const off = 0x30;
const on = 0x31;

function isSwitch(byte: number | undefined): boolean {
  return byte === off || byte === on;
}
