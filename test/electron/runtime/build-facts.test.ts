import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { readBuildFacts } from '../../../electron/runtime/build-facts.ts';
import { temporaryFolder } from '../../core/store/temporary-folder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const nowMs = 1_795_000_000_000;
const counts = { critical: 0, high: 1, moderate: 2, low: 3 };

it('names the very package-lock.json that is built from, and when', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'package-lock.json'), '{"a":1}');
  const lockfileSha256 = createHash('sha256').update('{"a":1}').digest('hex');
  expect(readBuildFacts(folder, {}, nowMs)).toEqual({ lockfileSha256, builtAtMs: nowMs, advisories: null });
  expect(readBuildFacts(folder, { SOURCE_DATE_EPOCH: '1700000000' }, nowMs).builtAtMs).toBe(1_700_000_000_000);
});

it('takes the advisories that npm audit has answered, and none from what is no such answer', () => {
  const file = join(temporaryFolder(), 'advisories.json');
  const told = (text: string) => {
    writeFileSync(file, text);
    return readBuildFacts(root, { BUILD_ADVISORIES: file }, nowMs).advisories;
  };
  const answer = { auditReportVersion: 2, metadata: { vulnerabilities: { info: 0, ...counts, total: 6 } } };
  expect(told(JSON.stringify(answer))).toEqual(counts);
  expect(told('{"message":"request failed","error":{"code":"ENOTFOUND"}}')).toBeNull();
  expect(told('no JSON')).toBeNull();
  expect(readBuildFacts(root, { BUILD_ADVISORIES: `${file}.gone` }, nowMs).advisories).toBeNull();
});

it('is in what was built, where the core reads it', { timeout: 60_000 }, async () => {
  const out = temporaryFolder();
  const facts = readBuildFacts(root, {}, nowMs);
  await build({
    configFile: false,
    logLevel: 'error',
    // As in electron.vite.config.ts.
    define: { portcullisBuild: JSON.stringify(JSON.stringify(facts)) },
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir: out,
      rolldownOptions: { input: { build: join(root, 'core/build.ts') }, output: { entryFileNames: '[name].mjs' } },
    },
  });
  expect(readFileSync(join(root, 'electron/electron.vite.config.ts'), 'utf8')).toContain('define: { portcullisBuild:');
  expect((await import(pathToFileURL(join(out, 'build.mjs')).href)).build).toEqual(facts);
});
