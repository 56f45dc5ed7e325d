import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ok } from '../../../../core/domain/result.ts';
import { createChildSigner } from '../../../../core/signers/child/child-signer.ts';
import { nodeChild, signerChildProgram } from '../../../../core/signers/child/node-child.ts';
import { verifySignature } from '../../../../core/signers/verify.ts';
import { approved, key, nodePath, noProgress, noSignal, program, realOptions } from './child-kit.ts';

let out: string;
beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'built-child-'));
  writeFileSync(join(out, 'package.json'), '{"type":"module"}');
  // As in electron.vite.config.ts, with the child alone.
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir: join(out, 'out'),
      rolldownOptions: {
        input: { 'core/signer-child': program.entry },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
}, 60_000);
afterAll(() => rmSync(out, { recursive: true }));

it('the built child asks for node:crypto and node:module and signs', { timeout: 30_000 }, async () => {
  expect(readdirSync(join(out, 'out'), { recursive: true }).sort()).toEqual(['core', 'core/signer-child.js']);
  const code = readFileSync(join(out, 'out', 'core', 'signer-child.js'), 'utf8');
  const imports = [...code.matchAll(/^import .*?["']([^"']+)["'];?$/gm)].map((match) => match[1]);
  expect([...new Set(imports)].sort()).toEqual(['node:crypto', 'node:module']);

  const built = signerChildProgram(nodePath, pathToFileURL(join(out, 'out', 'chunks', 'core.js')).href);
  const signer = createChildSigner({
    ...realOptions(),
    kind: 'env_private_key',
    start: nodeChild(built),
    fetchSource: async () => {
      const bytes = Uint8Array.from(Buffer.from(key.slice(2), 'hex'));
      return ok({ source: { from: 'environment', key: bytes }, warning: null });
    },
  });
  const claimed = await signer.sign(approved(), noProgress, noSignal);
  await signer.close();
  expect(claimed.ok && verifySignature('env_private_key', approved(), claimed.value)).toMatchObject({ ok: true });
});
