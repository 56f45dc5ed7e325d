#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { withPinnedNode } from './pinned-node.mjs';

// Only a checkout has this file; an installed console brings what was built.
const builder = new URL('../electron/runtime/build.ts', import.meta.url);
const withdrawer = new URL('../core/settings/withdraw-secrets.ts', import.meta.url);
const commandLine = new URL('../out/core/cli.js', import.meta.url);

await withPinnedNode(import.meta.url, async () => {
  // A halt never waits for a build, nor for one that fails: the last one halts as well.
  const isHalt = process.argv[2] === 'halt' && existsSync(commandLine);
  if (existsSync(builder) && !isHalt) {
    const { buildIfStale } = await import(builder.href);
    const { withdrawSecrets } = await import(withdrawer.href);
    const secrets = withdrawSecrets(process.env);
    const built = await buildIfStale((line) => process.stderr.write(`${line}\n`));
    // The command line takes them out again before it does anything else.
    Object.assign(process.env, secrets);
    if (!built.ok) {
      process.stderr.write(`${built.error}\n`);
      process.exit(1);
    }
  }
  await import(commandLine.href);
});
