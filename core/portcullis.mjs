#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { withPinnedNode } from './pinned-node.mjs';

await withPinnedNode(import.meta.url, async () => {
  // Only a checkout has this file; an installed console brings what was built.
  const builder = new URL('../electron/runtime/build.ts', import.meta.url);
  if (existsSync(builder)) {
    const { buildIfStale } = await import(builder.href);
    const built = await buildIfStale((line) => process.stderr.write(`${line}\n`));
    if (!built.ok) {
      process.stderr.write(`${built.error}\n`);
      process.exit(1);
    }
  }
  await import(new URL('../out/core/cli.js', import.meta.url).href);
});
