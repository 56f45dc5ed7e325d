import { withPinnedNode } from '../core/pinned-node.mjs';

await withPinnedNode(import.meta.url, async () => {
  const { runTests } = await import('./run-tests.ts');
  process.exitCode = await runTests(process.argv.slice(2));
});
