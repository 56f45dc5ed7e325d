import { expect, test } from 'vitest';
import { npmCommand } from '../../../electron/runtime/fetch-package.ts';

test('the npm that started us is asked with the pinned Node; otherwise the one on the PATH', () => {
  expect(npmCommand('/lib/npm/bin/npm-cli.js')).toEqual([process.execPath, '/lib/npm/bin/npm-cli.js']);
  expect(npmCommand('/lib/npm/bin/npx-cli.js')).toEqual(['npm']);
  expect(npmCommand('/lib/yarn/bin/yarn.js')).toEqual(['npm']);
  expect(npmCommand(undefined)).toEqual(['npm']);
});
