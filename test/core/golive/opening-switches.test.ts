import { expect, it } from 'vitest';
import { openingSwitches } from '../../../core/golive/opening-switches.ts';

it.each([
  '--remote-debugging-port=9222',
  '--remote-debugging-pipe',
  '--inspect',
  '--inspect-brk=127.0.0.1:1',
  '-inspect',
  '--no-sandbox',
  '--js-flags=--expose-gc',
  '--load-extension=/somewhere',
])('%s lets others in, and is named without what follows it', (given) => {
  expect(openingSwitches([given], {})).toEqual([given.replace(/=.*/, '')]);
  expect(openingSwitches([], { NODE_OPTIONS: `--max-old-space-size=99  ${given}` })).toHaveLength(1);
});

it('what only looks like one is none, and each is named once', () => {
  const others = ['--inspector', 'inspect', '--data=/tmp/--inspect', '--max-old-space-size=99', '/--no-sandbox'];
  expect(openingSwitches(others, {})).toEqual([]);
  expect(openingSwitches(['--inspect', '--inspect=1'], { NODE_OPTIONS: '--inspect' })).toEqual(['--inspect']);
});
