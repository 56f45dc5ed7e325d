import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const loader = new URL('../core/canary/source-loader.mjs', import.meta.url).href;
const host = new URL('official-host.ts', import.meta.url).href;

/** What of package.json an Electron reads. */
type Manifest = Readonly<Record<'main' | 'name' | 'type' | 'version', string>>;

/**
 * Puts the built application into `folder` with one file changed: the core's program is `official-host.ts`. The law lets nobody raise over
 * the socket, so a core that was served by another program could not be armed from the window; and what the window tells its own core of
 * the program it runs in is true, and must not be settable. Everything else, the window's process included, is what was built.
 */
export function officialApplication(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const { main, name, type, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ main, name, type, version }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  cpSync(join(root, 'out'), join(folder, 'out'), { recursive: true });
  const program = join(folder, 'out', 'core', 'process.js');
  writeFileSync(program, `import ${JSON.stringify(loader)};\nawait import(${JSON.stringify(host)});\n`);
  return folder;
}
