import { mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { destination, multistream, pino } from 'pino';
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

/** A log of JSON lines, redacted again. A target that cannot be written is done without: a log never stops the core. */
export function openLog(targets: LogTargets): Log {
  const streams = [];
  if (targets.stderr) streams.push({ level: 'warn' as const, stream: forgiving(destination({ dest: 2, sync: true })) });
  const file = targets.file === null ? null : openFile(targets.file);
  if (file !== null) streams.push({ level: 'info' as const, stream: file });
  const logger = pino({ name: targets.name, level: 'info', base: { pid: process.pid } }, multistream(streams));
  const write = (level: 'info' | 'warn' | 'error', message: string, facts: Readonly<Record<string, unknown>> = {}) =>
    logger[level](redact(facts), redactText(message));
  return {
    info: (message, facts) => write('info', message, facts),
    warn: (message, facts) => write('warn', message, facts),
    error: (message, facts) => write('error', message, facts),
  };
}

function openFile(path: string): ReturnType<typeof destination> | null {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > largestFileBytes) renameSync(path, `${path}.1`);
    return forgiving(destination({ dest: path, sync: true, append: true, mode: 0o600 }));
  } catch {
    return null;
  }
}

function forgiving(stream: ReturnType<typeof destination>): ReturnType<typeof destination> {
  stream.on('error', () => undefined);
  return stream;
}
