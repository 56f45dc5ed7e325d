import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startXvfb } from '../../electron/runtime/xvfb.ts';
// Exchanges are opened from their sources here, by the name that the build resolves.
import '../core/canary/source-loader.mjs';
import { setup } from '../e2e/global-setup.ts';
import { measureAudit } from './audit-bench.ts';
import { measureCore } from './core-bench.ts';
import { measureMatching } from './matching-bench.ts';
import { measurePolicy } from './policy-bench.ts';
import { measureSigning } from './signing-bench.ts';
import { measureVault } from './vault-bench.ts';
import { measureVenues } from './venues-bench.ts';
import { measureWindow } from './window-bench.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** A virtual display for the window on Linux; the person's own elsewhere. Answers what ends it. */
async function startDisplay(): Promise<() => void> {
  if (process.platform !== 'linux') return () => undefined;
  const virtual = await startXvfb();
  if (!virtual.ok) throw new Error(virtual.error);
  process.env.DISPLAY = virtual.value.display;
  delete process.env.WAYLAND_DISPLAY;
  return virtual.value.stop;
}

/** `npm run bench`: prints one JSON object, each figure beside its goal; some minutes on two cores that do nothing else. Answers the exit code. */
export async function bench(): Promise<number> {
  // Builds what is stale and finds an Electron and a display, as the tests of the window do.
  await setup();
  const stop = await startDisplay();
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
  try {
    say('matching');
    const matching = measureMatching();
    say('policy');
    const policy = measurePolicy();
    say('audit trail');
    const audit = await measureAudit(join(folder, 'audit'));
    say('signing');
    const signing = await measureSigning(join(folder, 'signing'));
    say('vault');
    const vault = await measureVault(join(folder, 'vault'));
    say('venues');
    const venues = await measureVenues();
    const core = await measureCore(folder, say);
    say('window: one minute of updates');
    const window = await measureWindow();
    const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model ?? 'unknown' };
    process.stdout.write(
      `${JSON.stringify({ machine, ...core, ...matching, policy, audit, signing, vault, venues, window }, null, 2)}\n`,
    );
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    stop();
  }
}
