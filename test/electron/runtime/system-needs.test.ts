import { expect, test } from 'vitest';
import { decideSystem, missingInLdd, type SystemFacts } from '../../../electron/runtime/system-needs.ts';

const server: SystemFacts = {
  missingLibraries: ['libgtk-3.so.0', 'libnss3.so', 'libsmime3.so'],
  missingPrograms: ['Xvfb'],
  isRoot: true,
  isDebian: true,
  hasTime64Names: false,
  hasDesktop: false,
};
const names = 'libgtk-3-0 libnss3 xvfb';

test('when nothing is missing nothing is done, whoever asks', () => {
  expect(decideSystem({ ...server, missingLibraries: [], missingPrograms: [] })).toEqual({ kind: 'nothing-missing' });
});

test('root of a Debian without a desktop gets the packages installed, each once, said in one line', () => {
  expect(decideSystem(server)).toEqual({
    kind: 'install',
    packages: names.split(' '),
    line: `Installing system packages with apt-get: ${names}`,
  });
});

test.each([
  ['an ordinary user', { isRoot: false }, `sudo apt-get install -y --no-install-recommends ${names}`],
  ['root at a desktop', { hasDesktop: true }, `: apt-get install -y --no-install-recommends ${names}`],
])('%s gets a line to paste', (_who, change, line) => {
  const decision = decideSystem({ ...server, ...change });
  expect(decision.kind).toBe('tell');
  expect(decision).toMatchObject({ line: expect.stringContaining(line) });
});

test('where there is no apt-get, what is missing is named by itself', () => {
  expect(decideSystem({ ...server, isDebian: false })).toMatchObject({
    kind: 'tell',
    line: expect.stringContaining('lacks libgtk-3.so.0, libnss3.so, libsmime3.so, Xvfb'),
  });
});

test('nothing is installed when a package is not known for all that is missing', () => {
  expect(decideSystem({ ...server, missingLibraries: ['libnss3.so', 'libnew.so.9'] })).toMatchObject({
    kind: 'tell',
    line: expect.stringContaining('lacks libnew.so.9.'),
  });
});

test('a Debian after the 64-bit time transition is asked for the new names', () => {
  const decision = decideSystem({
    ...server,
    missingLibraries: ['libasound.so.2', 'libnss3.so'],
    hasTime64Names: true,
  });
  expect(decision).toMatchObject({ packages: ['libasound2t64', 'libnss3', 'xvfb'] });
});

test('only libraries that the loader did not find are missing', () => {
  const output = [
    '\tlinux-vdso.so.1 (0x00007ffd6d5f2000)',
    '\tlibffmpeg.so => /dist/libffmpeg.so (0x00007f1c)',
    '\tlibgtk-3.so.0 => not found',
    '\tlibasound.so.2 => not found',
    '\t/lib64/ld-linux-x86-64.so.2 (0x00007f1d)',
  ].join('\n');
  expect(missingInLdd(output)).toEqual(['libgtk-3.so.0', 'libasound.so.2']);
});
