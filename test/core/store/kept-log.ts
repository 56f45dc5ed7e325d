import type { Log } from '../../../core/ports.ts';

/** A log whose lines a test can read. */
export interface KeptLog extends Log {
  readonly lines: readonly string[];
}

/** A log that keeps each line as 'level message facts'. */
export function keptLog(): KeptLog {
  const lines: string[] = [];
  const keep = (level: string) => (message: string, facts?: Readonly<Record<string, unknown>>) => {
    lines.push(`${level} ${message} ${JSON.stringify(facts ?? {})}`);
  };
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}
