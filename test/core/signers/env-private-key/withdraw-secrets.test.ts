import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { withdrawSecrets } from '../../../../core/signers/env-private-key/withdraw-secrets.ts';

it('the secrets of signers leave the environment, and the settings still have them', () => {
  const environment = { PRIVATE_KEY: '0x1', KEYSTORE_PASSWORD: 'secret', KEYSTORE_PATH: '/k', PATH: '/bin' };
  const whole = withdrawSecrets(environment);
  expect(environment).toEqual({ KEYSTORE_PATH: '/k', PATH: '/bin' });
  expect(whole).toEqual({ PRIVATE_KEY: '0x1', KEYSTORE_PASSWORD: 'secret', KEYSTORE_PATH: '/k', PATH: '/bin' });
  expect(withdrawSecrets(environment)).toEqual({ KEYSTORE_PATH: '/k', PATH: '/bin' });
});

it('a program that is started afterwards does not inherit them', () => {
  const before = process.env.PRIVATE_KEY;
  process.env.PRIVATE_KEY = 'canary';
  try {
    const { PRIVATE_KEY } = withdrawSecrets(process.env);
    expect(PRIVATE_KEY).toBe('canary');
    const seen = execFileSync(process.execPath, ['-p', 'JSON.stringify(process.env)'], { encoding: 'utf8' });
    expect(seen).toContain('PATH');
    expect(seen).not.toContain('canary');
  } finally {
    if (before === undefined) delete process.env.PRIVATE_KEY;
    else process.env.PRIVATE_KEY = before;
  }
});
