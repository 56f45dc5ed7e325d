import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { largePages } from '../../../../core/domain/large-pages.ts';
import {
  type ChildEars,
  type ChildProgram,
  nodeChild,
  signerChildProgram,
} from '../../../../core/signers/child/node-child.ts';
import type { FromChild } from '../../../../core/signers/child/protocol.ts';
import { published } from '../keystore/vectors.ts';
import { approved, key, nodePath, program } from './child-kit.ts';

/** Every module of ours and of packages that the signer child may load. */
const allowedFiles = [
  'core/domain/address.ts',
  'core/domain/hex.ts',
  'core/domain/read-json.ts',
  'core/domain/result.ts',
  'core/policy/signer-policy/judge-signing.ts',
  'core/policy/signer-policy/read-unsigned.ts',
  'core/policy/signer-policy/rlp.ts',
  'core/policy/signer-policy/signer-rules.ts',
  'core/signers/child/key-holder.ts',
  'core/signers/child/lock-down.ts',
  'core/signers/child/main.ts',
  'core/signers/child/test-text.ts',
  'core/signers/keystore/create-keystore.ts',
  'core/signers/keystore/derive-key.ts',
  'core/signers/keystore/keystore.ts',
  'core/signers/keystore/normalised-password.ts',
  'core/signers/keystore/open-keystore.ts',
  'core/signers/keystore/repeated-keys.ts',
  'core/signers/keystore/secret-key.ts',
  'node_modules/@noble/curves/abstract/curve.js',
  'node_modules/@noble/curves/abstract/der.js',
  'node_modules/@noble/curves/abstract/fft.js',
  'node_modules/@noble/curves/abstract/frost.js',
  'node_modules/@noble/curves/abstract/hash-to-curve.js',
  'node_modules/@noble/curves/abstract/modular.js',
  'node_modules/@noble/curves/abstract/weierstrass.js',
  'node_modules/@noble/curves/secp256k1.js',
  'node_modules/@noble/curves/utils.js',
  'node_modules/@noble/hashes/_md.js',
  'node_modules/@noble/hashes/_u64.js',
  'node_modules/@noble/hashes/hmac.js',
  'node_modules/@noble/hashes/pbkdf2.js',
  'node_modules/@noble/hashes/scrypt.js',
  'node_modules/@noble/hashes/sha2.js',
  'node_modules/@noble/hashes/sha3.js',
  'node_modules/@noble/hashes/utils.js',
];

/** The modules of Node that our code asks for, besides node:module, which the program that reports has asked for already. */
const allowedImports = ['node:crypto'];

/**
 * Node's public modules that may be there at all, by the names of its own list. Node itself loads net, dgram and child_process for the
 * channel to the parent before the child's first line; the child cannot ask for them (next test).
 */
const allowedOfNode = [
  'async_hooks',
  'buffer',
  'child_process',
  'crypto',
  'dgram',
  'diagnostics_channel',
  'events',
  'fs',
  'module',
  'net',
  'path',
  'querystring',
  'stream',
  'stream/promises',
  'string_decoder',
  'timers',
  'url',
  'util',
  'util/types',
];

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const programs = fileURLToPath(new URL('programs', import.meta.url));
const withPrograms = (of: ChildProgram): ChildProgram => ({ ...of, readable: [...of.readable, `${programs}/*`] });

interface Reported extends FromChild {
  readonly loaded: readonly string[];
  readonly builtin: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** A child and its answers, one after the other. */
function start(of: ChildProgram, node: readonly string[] = []) {
  const answers: FromChild[] = [];
  let wake: () => void = () => undefined;
  const ears: ChildEars = {
    onMessage: (message) => {
      answers.push(message);
      wake();
    },
    onEnd: () => wake(),
  };
  const link = nodeChild(of, { node })(ears);
  onTestFinished(() => link.close());
  const next = async (): Promise<FromChild> => {
    if (answers.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    const answer = answers.shift();
    if (answer === undefined) throw new Error('the child ended');
    return answer;
  };
  return { link, next };
}

it('the signer child loads what is on the list and nothing else, and has nothing of our environment', {
  timeout: 30_000,
}, async () => {
  const { link, next } = start(withPrograms(program), ['--import', `${programs}/report-loaded.mjs`]);
  const password = new TextEncoder().encode(published.password);
  link.send({
    id: 1,
    request: {
      kind: 'open',
      rules: {},
      source: { from: 'keystore', text: JSON.stringify(published.pbkdf2), password },
    },
  });
  expect(await next()).toMatchObject({ result: { ok: true } });
  const raw = Uint8Array.from(Buffer.from(key.slice(2), 'hex'));
  link.send({ id: 2, request: { kind: 'open', rules: {}, source: { from: 'environment', key: raw } } });
  expect(await next()).toMatchObject({ result: { ok: true } });
  link.send({ id: 3, request: { kind: 'sign', unsigned: approved().unsigned } });
  const { result, loaded, builtin, environment } = (await next()) as Reported;
  expect(result).toMatchObject({ ok: true, value: { kind: 'signed' } });

  const files = loaded.filter((url) => url.startsWith('file:')).map((url) => relative(root, fileURLToPath(url)));
  expect(files.sort()).toEqual(allowedFiles);
  expect([...new Set(loaded.filter((url) => !url.startsWith('file:')))].sort()).toEqual(allowedImports);
  expect(environment).toEqual(largePages(process.platform));
  const ofNode = builtin.filter((name) => /^NativeModule (?!internal\/)/.test(name)).map((name) => name.slice(13));
  expect(ofNode.filter((name) => !allowedOfNode.includes(name))).toEqual([]);
});

it('a child cannot load more, reach the network, read other files, write, or start anything', {
  timeout: 30_000,
}, async () => {
  const entry = `${programs}/try-everything.ts`;
  const readable = [...program.readable, `${programs}/*`];
  const { next } = start({ ...program, entry, readable });
  const { result } = await next();
  const outcomes = Object.entries((result.ok ? result.value : {}) as Record<string, string>);
  expect(outcomes).toHaveLength(22);
  expect(outcomes.filter(([, outcome]) => !outcome.startsWith('refused'))).toEqual([]);
});

it('the child of a built program is looked for where the build puts it', () => {
  const built = signerChildProgram(nodePath, 'file:///opt/portcullis/out/chunks/core-AbC.js');
  expect(built.entry).toBe('/opt/portcullis/out/core/signer-child.js');
  expect(built.readable).toEqual(['/opt/portcullis/out/core/signer-child.js', '/opt/portcullis/out/chunks/*']);
  expect(program.entry).toBe(`${dirname(program.entry)}/main.ts`);
});
