import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

/** The repository's folder. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

const Patterns = z.array(z.string());
const System = z.looseObject({
  target: Patterns,
  extraResources: z.array(z.strictObject({ from: z.string(), to: z.string(), filter: Patterns })),
});
const BuilderConfig = z.looseObject({
  productName: z.string(),
  asar: z.boolean(),
  publish: z.null(),
  afterPack: z.string(),
  directories: z.strictObject({ output: z.string(), buildResources: z.string() }),
  files: Patterns,
  asarUnpack: Patterns,
  electronFuses: z.record(z.string(), z.boolean()),
  linux: System.extend({ executableName: z.string() }),
  mac: System.extend({ hardenedRuntime: z.boolean() }),
  win: System,
  deb: z.looseObject({ depends: Patterns, fpm: Patterns }),
  nsis: z.looseObject({ perMachine: z.boolean(), deleteAppDataOnUninstall: z.boolean() }),
});

/** What electron-builder.yml says, in its parts that tests hold. */
export type BuilderConfig = z.infer<typeof BuilderConfig>;

/** Modules as electron-builder itself finds them: its parser and its way to choose files are the ones that count. */
const ofBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));

/** Reads electron-builder.yml. */
export function builderConfig(): BuilderConfig {
  const { load } = ofBuilder('js-yaml') as { load(text: string): unknown };
  return BuilderConfig.parse(load(readFileSync(join(root, 'electron-builder.yml'), 'utf8')));
}

/** A pattern as electron-builder reads it where it packages on a system, for an architecture of it. */
export function readOn(pattern: string, platform: string, arch: string): string {
  return pattern.replaceAll(/\$\{arch\}/g, arch).replaceAll(/\$\{platform\}/g, platform);
}

/** What of a file electron-builder's choice looks at. */
interface FileFacts {
  isDirectory(): boolean;
}

/** Whether electron-builder takes a file of node_modules (a path from the root) into a package, on a system for an architecture of it. */
export function takesModuleFile(platform: string, arch: string): (path: string) => boolean {
  const { getNodeModuleFileMatcher } = ofBuilder('app-builder-lib/out/fileMatcher') as {
    getNodeModuleFileMatcher(
      from: string,
      to: string,
      expand: (pattern: string) => string,
      forSystem: unknown,
      packager: unknown,
    ): { createFilter(): (file: string, facts: FileFacts) => boolean };
  };
  const packager = { config: builderConfig(), debugLogger: { isEnabled: false } };
  const expand = (pattern: string) => readOn(pattern, platform, arch);
  const takes = getNodeModuleFileMatcher(root, '/package', expand, {}, packager).createFilter();
  return (path) => takes(join(root, path), { isDirectory: () => false });
}
