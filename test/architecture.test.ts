import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  bannedWords,
  cycles,
  importsOf,
  importViolations,
  loadedAtStart,
  loadersOf,
  type SourceFile,
  tooLong,
  undocumented,
} from './architecture-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, resolve(entry.parentPath, entry.name)));
}

const sources: readonly SourceFile[] = ['core', 'electron', 'renderer']
  .flatMap(filesUnder)
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

describe('the architecture', () => {
  it('finds the sources it judges', () => expect(sources.length).toBeGreaterThan(150));

  it('lets every folder import only what the table allows', () => {
    expect(sources.flatMap(importViolations)).toEqual([]);
  });

  it('has no circle of imports', () => {
    expect(cycles(sources)).toEqual([]);
  });

  it('keeps clock, randomness, floats on money and raw doors where they belong', () => {
    expect(sources.flatMap(bannedWords)).toEqual([]);
  });

  it('has exactly one IPC door and one mint of approvals', () => {
    const withText = (pattern: RegExp) =>
      sources.filter((source) => pattern.test(source.text)).map((source) => source.path);
    expect(withText(/ipcMain\.handle\(/)).toEqual(['electron/ipc.ts']);
    expect(withText(/\bas Approved\b/)).toEqual(['core/trading/approve.ts']);
  });

  it('lets only one place prove, hand over, and send a transaction', () => {
    const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');
    const holding = (pattern: RegExp, under = /^(core|electron|renderer)\//) =>
      sources
        .filter(({ path, text }) => under.test(path) && pattern.test(code(text)))
        .map(({ path }) => path)
        .sort();
    expect(holding(/\bas (unknown as )?VerifiedTransaction\b/)).toEqual(['core/signers/verify.ts']);
    expect(holding(/eth_sendRawTransaction|eth_sendTransaction|sendRawTransaction/)).toEqual([
      'core/chain/broadcaster.ts',
    ]);
    expect(holding(/\bcreateBroadcaster\(/)).toEqual(['core/chain/broadcaster.ts', 'core/chains.ts']);
    // What a signer is asked goes through its desk: one at a time, judged by its own layer, proved. The desk itself is asked by the gate.
    const outsideOfSigners = /^(core\/(?!signers\/)|electron\/|renderer\/)/;
    expect(holding(/\bsigner\.sign\(/)).toEqual(['core/signers/signing-desk.ts']);
    expect(holding(/\.sign\(/, outsideOfSigners)).toEqual(['core/trading/transactions/sign-transaction.ts']);
    expect(holding(/\bsignTransaction\(/, outsideOfSigners)).toEqual([
      'core/trading/transactions/sign-transaction.ts',
      'core/trading/transactions/submit-transaction.ts',
    ]);
  });

  it('has no signature over typed data or a message that anybody chose', () => {
    const holding = (pattern: RegExp) =>
      sources
        .filter(({ text }) => pattern.test(text))
        .map(({ path }) => path)
        .sort();
    expect(holding(/signTypedData|signEIP712|eth_signTypedData|_signTypedData|personal_sign|hashTypedData/i)).toEqual(
      [],
    );
    // The one text is the core's own, made where the test is; the signers' own clients are behind `signText`.
    expect(holding(/\.testSignature\(/)).toEqual(['core/signing/test-signer.ts']);
    expect(holding(/\.signText\(/)).toEqual([
      'core/signers/ledger/ledger-signer.ts',
      'core/signers/remote/remote-signer.ts',
      'core/signers/signing-desk.ts',
    ]);
    expect(holding(/\.signPersonalMessage\(/)).toEqual(['core/signers/ledger/eth-app.ts']);
    expect(holding(/'eth_sign'/)).toEqual(['core/signers/remote/web3signer-rpc.ts']);
  });

  it('opens keystores and holds their keys in a process of their own: what can is loaded by nothing else', () => {
    const ofTheChild = [
      'core/signers/child/key-holder.ts',
      'core/signers/child/lock-down.ts',
      'core/signers/child/main.ts',
      'core/signers/keystore/create-keystore.ts',
      'core/signers/keystore/derive-key.ts',
      'core/signers/keystore/open-keystore.ts',
      'core/signers/keystore/secret-key.ts',
    ];
    expect(ofTheChild.filter((path) => !sources.some((source) => source.path === path))).toEqual([]);
    expect(loadersOf(ofTheChild, sources).filter((path) => !ofTheChild.includes(path))).toEqual([]);
  });

  it('starts the core with little: venues, the local API, logs and devices are loaded when they are first needed', () => {
    const packages = loadedAtStart('core/process.ts', sources).filter((name) => !name.startsWith('node:'));
    expect(packages).toEqual([
      '@noble/curves/secp256k1.js',
      '@noble/hashes/sha3.js',
      'better-sqlite3',
      'big.js',
      'ethers',
      'package.json',
      'zod',
    ]);
    // With node:http Node loads all of its fetch.
    expect(loadedAtStart('core/process.ts', sources)).not.toContain('node:http');
  });

  it('keeps files short enough to read at once', () => {
    expect(sources.flatMap(tooLong)).toEqual([]);
  });

  it('says of every exported thing what it promises', () => {
    expect(sources.flatMap(undocumented)).toEqual([]);
  });

  it('holds nothing at the top level but what the product is made of', () => {
    const allowed = [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'core',
      'docs',
      'electron',
      'electron-builder.yml',
      'package-lock.json',
      'package.json',
      'renderer',
      'test',
      'tsconfig.json',
    ];
    const made = ['node_modules', 'out', 'dist'];
    const found = readdirSync(root).filter((name) => !name.startsWith('.') && !made.includes(name));
    expect(found.filter((name) => !allowed.includes(name))).toEqual([]);
  });
});

describe('the architecture test itself', () => {
  const bad = (path: string, text: string): SourceFile => ({ path, text });

  it.each([
    ['core/domain/x.ts', "import { y } from '../policy/y.ts';"],
    ['core/policy/x.ts', "import { y } from '../settings/y.ts';"],
    ['core/policy/signer-policy/x.ts', "import { y } from '../../domain/money.ts';"],
    ['core/venues/x.ts', "import { y } from '../practice/y.ts';"],
    ['core/practice/x.ts', "import { y } from '../venues/y.ts';"],
    ['core/trading/x.ts', "import { y } from '../api/y.ts';"],
    ['core/audit/x.ts', "import { app } from 'electron';"],
    ['renderer/x.ts', "import { y } from '../core/trading/y.ts';"],
    ['electron/preload.ts', "import { y } from '../core/contract/schemas.ts';"],
  ])('refuses in %s: %s', (path, text) => expect(importViolations(bad(path, text))).toHaveLength(1));

  it.each([
    ['core/x.ts', 'const t = Date.now();'],
    ['core/x.ts', 'setTimeout(go, 1);'],
    ['core/x.ts', 'const r = Math.random();'],
    ['core/x.ts', 'parseFloat(text)'],
    ['renderer/x.ts', 'amount.toFixed(2)'],
    ['electron/x.ts', 'ipcRenderer.sendSync(x)'],
    ['core/x.ts', "import { Wallet } from 'ethers';"],
    ['core/x.ts', 'const a: any = 1;'],
    ['core/x.ts', 'export default function x() {}'],
  ])('refuses in %s: %s', (path, text) => expect(bannedWords(bad(path, text))).toHaveLength(1));

  it('sees a circle, a long file, and an export without words', () => {
    const circle = [bad('core/a.ts', "import { b } from './b.ts';"), bad('core/b.ts', "import { a } from './a.ts';")];
    expect(cycles(circle)).toHaveLength(1);
    expect(loadersOf(['core/b.ts'], circle)).toEqual(['core/a.ts']);
    expect(loadersOf(['core/b.ts'], [bad('core/a.ts', "import type { B } from './b.ts';")])).toEqual([]);
    const first = bad('core/a.ts', "import { z } from 'zod';\nconst later = () => import('./b.ts');\nimport './c.ts';");
    const others = [bad('core/b.ts', "import 'ethers';"), bad('core/c.ts', "import { x } from 'big.js';")];
    expect(loadedAtStart('core/a.ts', [first, ...others])).toEqual(['big.js', 'zod']);
    expect(tooLong(bad('core/a.ts', '\n'.repeat(260)))).toHaveLength(1);
    expect(undocumented(bad('core/a.ts', 'export function a() {}'))).toHaveLength(1);
    expect(importsOf(bad('core/a.ts', "const x = await import('./b.ts');"))).toEqual(['./b.ts']);
  });
});
