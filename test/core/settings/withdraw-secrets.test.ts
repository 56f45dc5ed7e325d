import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { secretNames } from '../../../core/pinned-node.mjs';
import { knownSettings } from '../../../core/settings/known-settings.ts';
import { isSecretName, withdrawSecrets } from '../../../core/settings/withdraw-secrets.ts';

const marked = Object.entries(knownSettings).flatMap(([name, setting]) => ('secret' in setting ? [name] : []));
const patterned = ['CEX_BINANCE_API_KEY', 'CEX_BINANCE_API_SECRET', 'CEX_KRAKEN_PASSWORD', 'PORTCULLIS_RPC_31337'];
const misspelt = ['cex_binance_api_secret', 'Private_Key', 'CEX_BINANCE_APISECRET', 'PORTCULLIS_RPC_MAINNET'];

describe('which variables are secrets', () => {
  it.each([...marked, ...patterned, ...misspelt])('%s is', (name) => {
    expect(isSecretName(name)).toBe(true);
    // The list that also the oldest Node can read agrees.
    expect(secretNames.test(name)).toBe(true);
  });

  it('no other setting is, and no variable of others', () => {
    const open = Object.keys(knownSettings).filter((name) => !marked.includes(name));
    expect(open.length).toBeGreaterThan(30);
    expect([...open, 'PATH', 'HOME', 'NODE_OPTIONS', 'MY_PRIVATE_KEY'].filter(isSecretName)).toEqual([]);
    expect(
      [...open, 'PATH', 'HOME', 'NODE_OPTIONS', 'MY_PRIVATE_KEY'].filter((name) => secretNames.test(name)),
    ).toEqual([]);
  });
});

describe('withdrawing them', () => {
  it('takes them out of the environment and answers with them, once', () => {
    const environment: Record<string, string | undefined> = {
      PRIVATE_KEY: '0x1',
      KEYSTORE_PASSWORD: 'secret',
      cex_binance_api_key: 'k',
      PORTCULLIS_RPC_1: 'https://rpc.example/key',
      KEYSTORE_PATH: '/k',
      PATH: '/bin',
    };
    expect(withdrawSecrets(environment)).toEqual({
      PRIVATE_KEY: '0x1',
      KEYSTORE_PASSWORD: 'secret',
      cex_binance_api_key: 'k',
      PORTCULLIS_RPC_1: 'https://rpc.example/key',
    });
    expect(environment).toEqual({ KEYSTORE_PATH: '/k', PATH: '/bin' });
    expect(withdrawSecrets(environment)).toEqual({});
  });

  it('keeps them from a program that is started afterwards', () => {
    const before = process.env.PRIVATE_KEY;
    process.env.PRIVATE_KEY = 'canary';
    try {
      expect(withdrawSecrets(process.env).PRIVATE_KEY).toBe('canary');
      const seen = execFileSync(process.execPath, ['-p', 'JSON.stringify(process.env)'], { encoding: 'utf8' });
      expect(seen).toContain('PATH');
      expect(seen).not.toContain('canary');
    } finally {
      if (before === undefined) delete process.env.PRIVATE_KEY;
      else process.env.PRIVATE_KEY = before;
    }
  });
});
