import type { Settings } from '../settings/settings.ts';
import { underData } from '../signing/under-data.ts';
import type { StandingPolicy } from '../standing-policy.ts';

/** The lines of the settings that stand against a keystore and its address, as they must be, each with where it stands. */
export function linesAgainst(settings: Settings, dataFolder: string, file: string, address: string): readonly string[] {
  const { ALLOW_SIGNER_ADDRESSES, KEYSTORE_PATH, PORTCULLIS_SIGNER_ADDRESS, SIGNER_TYPE } = settings.values;
  const rows = settings.rows();
  const line = (name: string, text: string): string => {
    const source = rows.find((row) => row.name === name)?.source;
    return `${name}=${text} (${source === 'env-file' ? 'in the .env file' : 'in the environment'}).`;
  };
  const isOtherFile = KEYSTORE_PATH !== undefined && underData(dataFolder, KEYSTORE_PATH) !== file;
  const isOtherPin = PORTCULLIS_SIGNER_ADDRESS !== undefined && PORTCULLIS_SIGNER_ADDRESS !== address;
  const allowed = ALLOW_SIGNER_ADDRESSES ?? [address];
  const isUnnamed = allowed.every((named) => named.toLowerCase() !== address.toLowerCase());
  return [
    ...(SIGNER_TYPE !== undefined && SIGNER_TYPE !== 'keystore' ? [line('SIGNER_TYPE', 'keystore')] : []),
    ...(isOtherFile ? [line('KEYSTORE_PATH', file)] : []),
    ...(isOtherPin ? [line('PORTCULLIS_SIGNER_ADDRESS', address)] : []),
    ...(isUnnamed ? [line('ALLOW_SIGNER_ADDRESSES', [...allowed, address].join(','))] : []),
  ];
}

/** Which layers of rules name recipients, and not this address. */
export function unnamedRecipient(
  { policyTexts }: Pick<Settings, 'policyTexts'>,
  policy: StandingPolicy,
  address: string,
): readonly string[] {
  const isIn = (names: readonly string[]): boolean =>
    names.some((name) => name.trim().toLowerCase() === address.toLowerCase());
  const engine = policy.limits().allowToAddresses;
  const signers = policyTexts.SIGNER_ALLOWED_TO_ADDRESSES;
  return [
    ...(engine === undefined || isIn(engine) ? [] : ['the policy and ALLOW_SIGN_TO_ADDRESSES']),
    ...(signers === undefined || isIn(signers.split(',')) ? [] : ['SIGNER_ALLOWED_TO_ADDRESSES']),
  ];
}
