import { largePages } from '../../core/domain/large-pages.ts';

const loaders = /^(NODE_|ELECTRON_|LD_|DYLD_|GLIBC_)/i;
const hostOnly: ReadonlySet<string> = new Set(['PORTCULLIS_NODE', 'PORTCULLIS_CORE_HOST', 'PORTCULLIS_RUNTIME']);

/**
 * The environment a core process is started with: the person's own settings pass, whatever changes how a program is loaded or
 * debugged (`NODE_*`, `ELECTRON_*`, `LD_*`, `DYLD_*`, `GLIBC_*`) and what concerns only the host do not.
 */
export function coreEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = { ...largePages(process.platform) };
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !loaders.test(name) && !hostOnly.has(name)) kept[name] = value;
  }
  return kept;
}
