import { withPinnedNode } from '../../core/pinned-node.mjs';

await withPinnedNode(import.meta.url, async () => {
  const { runMutations } = await import('./run-mutations.ts');
  process.exitCode = runMutations(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`));
});
