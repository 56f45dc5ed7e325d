import { expect, test } from 'vitest';
import { launchEnvironment } from '../../../electron/runtime/launch.ts';
import { electronArguments, parseStartArguments, placeToShow } from '../../../electron/runtime/start-arguments.ts';

test('our own flags are taken out, and the rest passes in its order', () => {
  expect(parseStartArguments(['--data', 'DIR', '--xvfb', '--trace'])).toEqual({
    task: 'run',
    isVirtual: true,
    passed: ['--data', 'DIR', '--trace'],
  });
  expect(parseStartArguments(['--dev']).task).toBe('develop');
  expect(parseStartArguments(['--package', '--linux', 'deb'])).toMatchObject({
    task: 'package',
    passed: ['--linux', 'deb'],
  });
});

test('after a -- everything passes, our own flags included', () => {
  expect(parseStartArguments(['--data', 'DIR', '--', '--xvfb'])).toEqual({
    task: 'run',
    isVirtual: false,
    passed: ['--data', 'DIR', '--xvfb'],
  });
});

test.each([
  ['linux', false, {}, 'nowhere'],
  ['linux', false, { DISPLAY: '' }, 'nowhere'],
  ['linux', false, { DISPLAY: ':0' }, 'display'],
  ['linux', false, { WAYLAND_DISPLAY: 'wayland-0' }, 'display'],
  ['linux', true, {}, 'virtual'],
  ['linux', true, { DISPLAY: ':0' }, 'virtual'],
  ['darwin', false, {}, 'display'],
  ['win32', true, {}, 'display'],
] as const)('on %s, virtual %s, with %o the window shows itself: %s', (platform, isVirtual, environment, place) => {
  expect(placeToShow({ platform, isVirtual, environment })).toBe(place);
});

test('only root runs without the sandbox, and the switches stand before the application', () => {
  const given = { isVirtual: false, application: '/app', passed: ['--data', 'DIR'] };
  expect(electronArguments({ ...given, isRoot: true })).toEqual(['--no-sandbox', '/app', '--data', 'DIR']);
  expect(electronArguments({ ...given, isRoot: false })).toEqual(['/app', '--data', 'DIR']);
  expect(electronArguments({ ...given, isRoot: false, isVirtual: true })).not.toContain('--no-sandbox');
});

test('on a virtual display, which has no GPU, no page can wait for one; a display of the person may have one', () => {
  const given = { isRoot: false, application: '/app', passed: [] };
  expect(electronArguments({ ...given, isVirtual: true })).toContain('--disable-gpu');
  expect(electronArguments({ ...given, isVirtual: false })).not.toContain('--disable-gpu');
});

test('the window process is told the pinned Node and where its Electron came from, and never runs as plain Node', () => {
  const environment = { ELECTRON_RUN_AS_NODE: '1', DISPLAY: ':0', WAYLAND_DISPLAY: 'w', MAX_CEX_ORDER_AMOUNT: '1' };
  const dist = { kind: 'fallback', folder: '/dist' } as const;
  const own = launchEnvironment(environment, dist, null);
  expect(own).toMatchObject({ DISPLAY: ':0', WAYLAND_DISPLAY: 'w', MAX_CEX_ORDER_AMOUNT: '1' });
  expect(own).toMatchObject({ PORTCULLIS_NODE: process.execPath, PORTCULLIS_RUNTIME: 'fallback' });
  expect(own).not.toHaveProperty('ELECTRON_RUN_AS_NODE');
  const virtual = launchEnvironment(environment, dist, ':7');
  expect(virtual).toMatchObject({ DISPLAY: ':7' });
  expect(virtual).not.toHaveProperty('WAYLAND_DISPLAY');
});
