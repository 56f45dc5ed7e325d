import { describe, expect, it } from 'vitest';
import { linesAgainst, unnamedRecipient } from '../../../core/rotations/keystore-lines.ts';
import { loadSettings } from '../../../core/settings/settings.ts';
import type { StandingPolicy } from '../../../core/standing-policy.ts';

const old = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const fresh = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const against = (environment: Record<string, string>) =>
  linesAgainst(loadSettings({ environment, dataFolder: null }), '/data', '/data/new.json', fresh);

describe('the lines of the settings that stand against a new keystore', () => {
  it('are none where no setting names the old one', () => {
    expect(against({})).toEqual([]);
    expect(against({ KEYSTORE_PASSWORD: 'x', SIGNER_TYPE: 'keystore', KEYSTORE_PATH: 'new.json' })).toEqual([]);
    expect(against({ PORTCULLIS_SIGNER_ADDRESS: fresh, ALLOW_SIGNER_ADDRESSES: `${old},${fresh}` })).toEqual([]);
  });

  it('are shown as they must be, each with where it stands', () => {
    const lines = against({
      SIGNER_TYPE: 'ledger',
      KEYSTORE_PATH: '/secrets/keystore.json',
      PORTCULLIS_SIGNER_ADDRESS: old,
      ALLOW_SIGNER_ADDRESSES: old,
    });
    expect(lines).toEqual([
      'SIGNER_TYPE=keystore (in the environment).',
      'KEYSTORE_PATH=/data/new.json (in the environment).',
      `PORTCULLIS_SIGNER_ADDRESS=${fresh} (in the environment).`,
      `ALLOW_SIGNER_ADDRESSES=${old},${fresh} (in the environment).`,
    ]);
  });

  it('are beside the lists of recipients, which are told apart by layer', () => {
    const policy = (names: readonly string[] | undefined) =>
      ({ limits: () => ({ allowToAddresses: names }) }) as unknown as StandingPolicy;
    const texts = (names: string) => ({ policyTexts: { SIGNER_ALLOWED_TO_ADDRESSES: names } });
    expect(unnamedRecipient({ policyTexts: {} }, policy(undefined), fresh)).toEqual([]);
    expect(unnamedRecipient(texts(fresh.toLowerCase()), policy([fresh.toLowerCase()]), fresh)).toEqual([]);
    expect(unnamedRecipient(texts(old), policy([old]), fresh)).toEqual([
      'the policy and ALLOW_SIGN_TO_ADDRESSES',
      'SIGNER_ALLOWED_TO_ADDRESSES',
    ]);
  });
});
