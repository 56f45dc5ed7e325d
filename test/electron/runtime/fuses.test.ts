import { expect, test } from 'vitest';
import { fuses, readFuses, setFuses } from '../../../electron/runtime/fuses.ts';

const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

function program(list: string, version = 1): Buffer {
  const head = Buffer.from([version, list.length]);
  return Buffer.concat([Buffer.from(`before${sentinel}`), head, Buffer.from(`${list}after`)]);
}

const forTests = new Map([
  [fuses.enableNodeCliInspectArguments, true],
  [fuses.loadBrowserProcessSpecificV8Snapshot, false],
]);

test('the wanted fuses are set and nothing else changes', () => {
  const bytes = program('10100011');
  expect(setFuses(bytes, forTests)).toEqual({ ok: true, value: null });
  expect(bytes).toEqual(program('10110001'));
});

test('setting them again changes nothing', () => {
  const bytes = program('10110001');
  expect(setFuses(bytes, forTests).ok).toBe(true);
  expect(bytes).toEqual(program('10110001'));
});

test.each([
  ['without a list', Buffer.from('a program of another kind')],
  ['with two lists', Buffer.concat([program('10100011'), program('10100011')])],
  ['with a list of a version that is not known', program('10100011', 2)],
  ['whose list is too short', program('101000')],
  ['whose fuse was removed', program('101r0011')],
  ['that ends inside the list', program('10100011').subarray(0, 42)],
])('a program %s is refused and left as it is', (_what, bytes) => {
  const before = Buffer.from(bytes);
  expect(setFuses(bytes, forTests).ok).toBe(false);
  expect(bytes).toEqual(before);
});

test('each fuse is read by its name, and one that is not there or was removed is neither on nor off', () => {
  expect(readFuses(program('0100r1'))).toEqual({
    ok: true,
    value: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: null,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: null,
      grantFileProtocolExtraPrivileges: null,
    },
  });
});

test.each([
  ['without a list', Buffer.from('a program of another kind')],
  ['with two lists', Buffer.concat([program('10100011'), program('10100011')])],
  ['with a list of a version that is not known', program('10100011', 2)],
])('nothing is read from a program %s', (_what, bytes) => {
  expect(readFuses(bytes).ok).toBe(false);
});
