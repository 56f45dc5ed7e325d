import { mkdirSync, renameSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { DestinationStream, Logger } from 'pino';
import type { Log } from './ports.ts';
import { redact, redactText } from './redact.ts';

const largestFileBytes = 5_000_000;

/** Where diagnostic lines go. */
export interface LogTargets {
  /** A file to append to, made with mode 0600 and set aside as `<file>.1` at start when it is larger than 5 MB; null for none. */
  readonly file: string | null;
  /** Whether warnings and errors also go to standard error. */
  readonly stderr: boolean;
  /** Which process speaks. */
  readonly name: string;
}

// Loaded with the first line, which most starts do not have.
const load = createRequire(import.meta.url);

/**
 * A log of JSON lines, redacted again; its targets are opened with the first line. One that cannot be written is done without: a log
 * never stops the core.
 */
export function openLog(targets: LogTargets): Log {
  let logger: Logger | null = null;
  const write = (level: 'info' | 'warn' | 'error', message: string, facts: Readonly<Record<string, unknown>> = {}) => {
    logger ??= openLogger(targets);
    logger[level](redact(facts), redactText(message));
  };
  return {
    info: (message, facts) => write('info', message, facts),
    warn: (message, facts) => write('warn', message, facts),
    error: (message, facts) => write('error', message, facts),
  };
}

function openLogger({ file, name, stderr }: LogTargets): Logger {
  const { destination, multistream, pino } = load('pino') as typeof import('pino');
  const forgiving = (options: Parameters<typeof destination>[0]): DestinationStream =>
    destination(options).on('error', () => undefined);
  const streams = [];
  if (stderr) streams.push({ level: 'warn' as const, stream: forgiving({ dest: 2, sync: true }) });
  if (file !== null && canBeOpened(file)) {
    streams.push({ level: 'info' as const, stream: forgiving({ dest: file, sync: true, append: true, mode: 0o600 }) });
  }
  return pino({ name, level: 'info', base: { pid: process.pid } }, multistream(streams));
}

/** Makes its folder, and sets a long file aside. */
function canBeOpened(file: string): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size > largestFileBytes) renameSync(file, `${file}.1`);
    return true;
  } catch {
    return false;
  }
}
