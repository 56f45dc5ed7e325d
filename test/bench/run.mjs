import { withPinnedNode } from '../../core/pinned-node.mjs';

await withPinnedNode(import.meta.url, async () => {
  const { bench } = await import('./bench.ts');
  process.exitCode = await bench();
});
