import type { HostProgram } from './golive/checklist-facts.ts';

/** How a core is to run. */
export interface CoreOptions {
  /** Where everything is kept; made with mode 0700 when it is not there. */
  readonly dataFolder: string;
  /** The process environment that settings are read from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Which program hosts this core, in words. */
  readonly runtime: string;
  /** What the checklist of going live is told of that program; nothing good where it is left out. */
  readonly host?: HostProgram;
  /** Whether the core before this one ended without being asked: then this one starts halted. */
  readonly previousCrash: boolean;
  /** Whether to serve the local API and the socket; a core made for one call does not. */
  readonly serveApi: boolean;
}
