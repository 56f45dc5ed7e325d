import { err, ok, type Result } from '../../core/domain/result.ts';

/**
 * Electron's switches inside its own program: their place in the first version of the list (docs/tutorial/fuses of Electron), under the
 * names that electron-builder has for them. Later ones have no name there, and stay as Electron ships them.
 */
export const fuses = {
  runAsNode: 0,
  enableCookieEncryption: 1,
  enableNodeOptionsEnvironmentVariable: 2,
  enableNodeCliInspectArguments: 3,
  enableEmbeddedAsarIntegrityValidation: 4,
  onlyLoadAppFromAsar: 5,
  loadBrowserProcessSpecificV8Snapshot: 6,
  grantFileProtocolExtraPrivileges: 7,
} as const;
/** The name of one of them. */
export type FuseName = keyof typeof fuses;

const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1');
const knownListVersion = 1;
const off = 0x30;
const on = 0x31;

/**
 * Sets fuses inside the bytes of an Electron program, in place. The list follows a sentinel: its version (1), its length, then one
 * ASCII '0' or '1' each. Refuses, changing nothing, when the list is not exactly one, of another version, too short, or holds anything
 * else at that place (a fuse that was removed).
 */
export function setFuses(program: Buffer, wanted: ReadonlyMap<number, boolean>): Result<null, string> {
  const list = switchesIn(program);
  if (!list.ok) return list;
  const switches = list.value;
  const areKnown = [...wanted.keys()].every((fuse) => isSwitch(switches[fuse]));
  if (!areKnown) return err('A wanted fuse is not in the list.');
  for (const [fuse, isOn] of wanted) switches[fuse] = isOn ? on : off;
  return ok(null);
}

/**
 * How the named fuses stand inside the bytes of an Electron program; null for one that the list does not reach, or that was removed. An error
 * when the list is not exactly one, or of another version.
 */
export function readFuses(program: Buffer): Result<Readonly<Record<FuseName, boolean | null>>, string> {
  const list = switchesIn(program);
  if (!list.ok) return list;
  const read = Object.entries(fuses).map(([name, place]) => {
    const byte = list.value[place];
    return [name, isSwitch(byte) ? byte === on : null];
  });
  return ok(Object.fromEntries(read));
}

/** The one list of switches, as a view into the program. */
function switchesIn(program: Buffer): Result<Buffer, string> {
  const at = program.indexOf(sentinel);
  if (at < 0 || program.indexOf(sentinel, at + 1) >= 0)
    return err('This program does not hold exactly one list of fuses.');
  const list = at + sentinel.length;
  if (program[list] !== knownListVersion) return err('The list of fuses is of an unknown version.');
  return ok(program.subarray(list + 2, list + 2 + (program[list + 1] ?? 0)));
}

function isSwitch(byte: number | undefined): boolean {
  return byte === off || byte === on;
}
