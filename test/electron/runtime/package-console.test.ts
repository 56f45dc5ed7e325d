import { expect, test } from 'vitest';
import { packageConsole } from '../../../electron/runtime/package-console.ts';

test.each(['fallback', 'override'] as const)('no installer is made around a %s Electron', async (kind) => {
  const said: string[] = [];
  const dist = { kind, folder: '/nowhere', program: '/nowhere/electron', version: '33.2.1' };
  const packaging = { root: '/nowhere', dist, passed: ['--linux', 'deb'], isShown: false };
  const made = await packageConsole({ ...packaging, say: (line) => void said.push(line) });
  expect(made).toEqual({ ok: false, error: 'Installers are made around the official Electron only.' });
  expect(said).toEqual([`Packaging around Electron 33.2.1 (${kind}): to look at only, never to hand on.`]);
});
