import { closeSync, openSync, readSync } from 'node:fs';

interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly unpacked?: boolean;
}

/** The files of an application's archive (app.asar), by their paths: those that are inside, and those that it says lie beside it. */
export interface ArchiveFiles {
  readonly inside: readonly string[];
  readonly beside: readonly string[];
}

/** Reads the head of an archive: four lengths of 32 bits, the last that of the text that follows, which is a tree in JSON. */
export function archiveFiles(archive: string): ArchiveFiles {
  const file = openSync(archive, 'r');
  try {
    const lengths = Buffer.alloc(16);
    readSync(file, lengths, 0, 16, 0);
    const text = Buffer.alloc(lengths.readUInt32LE(12));
    readSync(file, text, 0, text.length, 16);
    const found = filesUnder('', JSON.parse(text.toString('utf8')) as Entry);
    return {
      inside: found.filter(([, isBeside]) => !isBeside).map(([path]) => path),
      beside: found.filter(([, isBeside]) => isBeside).map(([path]) => path),
    };
  } finally {
    closeSync(file);
  }
}

function filesUnder(path: string, entry: Entry): readonly (readonly [path: string, isBeside: boolean])[] {
  if (entry.files === undefined) return [[path, entry.unpacked === true]];
  return Object.entries(entry.files).flatMap(([name, inner]) =>
    filesUnder(path === '' ? name : `${path}/${name}`, inner),
  );
}
