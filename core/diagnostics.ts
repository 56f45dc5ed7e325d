import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from './domain/result.ts';
import { exportFile } from './exports-folder.ts';
import type { HandlerParts } from './handlers/parts.ts';
import { redact } from './redact.ts';

const mostLogBytes = 500_000;

/**
 * Writes what helps to find a fault to a file under `<data>/exports`: status, settings as they are shown, the policy, the newest log lines.
 * No secret is in any of it, and all of it is redacted once more. `storage-failed` when it cannot be written.
 */
export function writeDiagnostics({
  clock,
  dataFolder,
  policy,
  settings,
  status,
}: Pick<HandlerParts, 'clock' | 'dataFolder' | 'policy' | 'settings' | 'status'>): Result<{
  file: string;
  bytes: number;
}> {
  const bundle = {
    madeAt: new Date(clock.nowMs()).toISOString(),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    status: status(),
    settings: settings.rows(),
    problems: settings.problems,
    policy: policy.describe(),
    log: logLines(dataFolder),
  };
  try {
    const file = exportFile(dataFolder, clock, 'diagnostics', 'json');
    const text = `${JSON.stringify(redact(bundle), null, 2)}\n`;
    const descriptor = openSync(file, 'wx', 0o600);
    writeSync(descriptor, text);
    closeSync(descriptor);
    return ok({ file, bytes: Buffer.byteLength(text) });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    return err({ code: 'storage-failed', retry: 'after-checking', what: `the diagnostics bundle: ${code}` });
  }
}

function logLines(dataFolder: string): readonly string[] {
  try {
    return readFileSync(join(dataFolder, 'logs', 'core.log'), 'utf8')
      .slice(-mostLogBytes)
      .trim()
      .split('\n')
      .slice(1);
  } catch {
    return [];
  }
}
