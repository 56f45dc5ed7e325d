import { withPinnedNode } from '../core/pinned-node.mjs';

await withPinnedNode(import.meta.url, async () => {
  const { start } = await import('./start.ts');
  process.exitCode = await start(process.argv.slice(2));
});
