import { join, resolve } from 'node:path';

/** What the data folder is decided from. */
export interface DataFolderFacts {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  /** The folder of this user for this application. */
  readonly userData: string;
}

/** The data folder: `--data DIR` (or `--data=DIR`), else PORTCULLIS_DATA, else `data` in the user's folder for this application. */
export function dataFolderFrom({ argv, environment, workingFolder, userData }: DataFolderFacts): string {
  const given = dataArgument(argv) ?? environment.PORTCULLIS_DATA;
  return given === undefined || given === '' ? join(userData, 'data') : resolve(workingFolder, given);
}

function dataArgument(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((argument) => argument === '--data' || argument.startsWith('--data='));
  const argument = argv[at];
  if (argument === undefined) return undefined;
  return argument === '--data' ? argv[at + 1] : argument.slice('--data='.length);
}
