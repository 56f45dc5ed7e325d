import { describe, expect, it } from 'vitest';
import { redact, redactText } from '../../core/redact.ts';

describe('diagnostic lines', () => {
  it.each([
    'apiSecret',
    'CEX_BINANCE_API_KEY',
    'passphrase',
    'privateKey',
    'masterKey',
    'mnemonic',
    'authorization',
    'recoveryShare',
    'token',
  ])('hide what stands under %s', (name) => {
    expect(redact({ deep: [{ [name]: 'canary' }] })).toEqual({ deep: [{ [name]: '[redacted]' }] });
  });

  it('hide what looks like a secret inside text', () => {
    const text =
      'GET https://me:canary@host/x?symbol=A&signature=canary&b=1 Bearer canary\n-----BEGIN EC PRIVATE KEY-----\ncanary';
    expect(redactText(text)).not.toContain('canary');
    expect(redactText(text)).toContain('symbol=A');
  });

  it('keep plain facts, write bytes and depth as words, and survive a cycle', () => {
    const cycle: Record<string, unknown> = { orders: 3n, ok: true, raw: new Uint8Array(32) };
    cycle.self = cycle;
    expect(redact(cycle)).toMatchObject({ orders: '3', ok: true, raw: '[bytes]' });
    expect(JSON.stringify(redact(cycle))).toContain('[deeper]');
    expect(redactText('x'.repeat(5_000))).toHaveLength(4_006);
  });
});
