import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { readBuildFacts } from './runtime/build-facts.ts';

const inRepository = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Loaded from node_modules at run time: native code, code that finds its own files, and what ccxt asks for only elsewhere. */
const leftInNodeModules = [
  'better-sqlite3',
  'fastify',
  'pino',
  'prom-client',
  /^@ledgerhq\//,
  'node-hid',
  'usb',
  'undici',
  'protobufjs',
  /^protobufjs\//,
];

/** Read by core/build.ts. */
const buildText = JSON.stringify(readBuildFacts(inRepository('.'), process.env, Date.now()));

/**
 * Five programs from one source tree: the windows' host, the core, the command line and the signer child (one build, so that they share
 * chunks), the preload (one CommonJS file, as a sandbox asks for) and the two pages. The targets are written out because electron-vite
 * would derive them from the Electron of package.json, and the same files also run on the older fallback.
 */
export default defineConfig({
  main: {
    resolve: { alias: { 'ccxt-src': inRepository('node_modules/ccxt/js/src') } },
    define: { portcullisBuild: JSON.stringify(buildText) },
    build: {
      target: 'node20',
      outDir: inRepository('out'),
      emptyOutDir: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          'electron/main': inRepository('electron/main.ts'),
          'core/process': inRepository('core/process.ts'),
          'core/cli': inRepository('core/cli.ts'),
          'core/signer-child': inRepository('core/signers/child/main.ts'),
        },
        external: leftInNodeModules,
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node20',
      outDir: inRepository('out/preload'),
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: inRepository('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: inRepository('renderer'),
    plugins: [react()],
    build: {
      target: 'chrome130',
      outDir: inRepository('out/renderer'),
      // The pages may load nothing but files of their own: no data: address in place of a small font or picture.
      assetsInlineLimit: 0,
      minify: true,
      rolldownOptions: {
        input: {
          console: inRepository('renderer/console.html'),
          approval: inRepository('renderer/approval/approval.html'),
        },
      },
    },
  },
});
