import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../core/domain/result.ts';
import type { SettingValues } from '../../../core/settings/known-settings.ts';
import type { TlsIdentity } from '../../../core/signers/http-exchange.ts';
import type { SignerMaking } from '../../../core/signing/make-signer.ts';
import { signerLinks } from '../../../core/signing/signer-links.ts';

const pins = ['ab'.repeat(32)];
const ours = { cert: 'a certificate', key: 'a key' };

function making(values: SettingValues, kept: TlsIdentity | null | 'locked'): SignerMaking {
  const take = () =>
    kept === 'locked' ? err({ code: 'vault-locked', retry: 'after-checking', problem: null } as never) : ok(kept);
  return {
    settings: { values },
    dataFolder: '/nowhere',
    identities: { take },
    served: { saw: () => undefined },
  } as unknown as SignerMaking;
}
const remote = (url: string | undefined, kept: TlsIdentity | null | 'locked') =>
  signerLinks('remote', making(url === undefined ? {} : { SIGNER_REMOTE_URL: url }, kept))[0];

describe('the way to a signer that is a service', () => {
  it('is none for a signer that is no service', () => {
    for (const kind of ['keystore', 'ledger', 'env_private_key', null] as const) {
      expect(signerLinks(kind, making({ SIGNER_REMOTE_URL: 'https://a' }, null))).toEqual([]);
    }
  });

  it.each([
    ['over TLS with its certificate pinned', 'https://signer.example', { pins }, 'known'],
    ['over TLS with its own authority', 'https://signer.example', { ca: 'an authority' }, 'known'],
    ['over TLS with whatever certificate', 'https://signer.example', null, 'open'],
    ['over TLS with our certificate alone', 'https://signer.example', ours, 'open'],
    ['over plain HTTP', 'http://signer.example', { pins }, 'open'],
    ['over plain HTTP on this machine', 'http://127.0.0.1:8080', { pins }, 'open'],
    ['at what is no address', 'signer.example', { pins }, 'open'],
    ['at no address', undefined, { pins }, 'open'],
    ['known by what lies in a locked vault', 'https://signer.example', 'locked', 'unknown'],
  ] as const)('%s', (_what, url, kept, standing) => {
    expect(remote(url, kept)).toMatchObject({ standing });
  });

  it('to a party is known only where the party knows us too', () => {
    const urls = { MPC_SIGNER_URL: 'https://one.example', PORTCULLIS_MPC_1_URL: 'https://two.example' };
    const links = (kept: TlsIdentity) => signerLinks('cb_mpc_2pc', making(urls, kept)).map(({ standing }) => standing);
    expect(links({ pins, ...ours })).toEqual(['known', 'known']);
    expect(links({ pins })).toEqual(['open', 'open']);
    const plain = { ...urls, PORTCULLIS_MPC_1_URL: 'http://127.0.0.1:8787' };
    const [first, second] = signerLinks('cb_mpc_2pc', making(plain, { pins, ...ours }));
    expect([first?.standing, second?.standing]).toEqual(['known', 'open']);
  });

  it('is told without its address, which may hold a secret', () => {
    expect(JSON.stringify(remote('http://name:hidden-part@signer.example', null))).not.toContain('hidden-part');
  });
});
