import { createPrivateKey, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { computeAddress, decryptKeystoreJson, encryptKeystoreJson } from 'ethers';
import { type Certificate, testAuthority } from '../../tls/certificates.ts';
import type { Canary } from './forms.ts';

/** The marked secrets of one run, by what they are used for. Every one is random and unmistakable. */
export interface MarkedSecrets {
  readonly privateKey: string;
  readonly rpcKey: string;
  readonly vaultRpcKey: string;
  readonly cexKey: string;
  readonly cexSecret: string;
  readonly misspelt: string;
  readonly enteredKey: string;
  readonly enteredSecret: string;
  readonly pastedKey: string;
  readonly pastedSecret: string;
  readonly pastedWrongly: string;
  readonly vaultPassphrase: string;
  readonly appLockPassphrase: string;
  readonly keystorePassword: string;
  readonly newKeystorePassword: string;
  readonly exportPassword: string;
  readonly besidePassword: string;
  readonly copyPassphrase: string;
  readonly copiedSecret: string;
  readonly wrongPassword: string;
  readonly bearer: string;
  readonly importedKey: string;
  readonly importPassword: string;
  readonly webhookPath: string;
  readonly webhookSecret: string;
  readonly webhookNewSecret: string;
  readonly webhookToken: string;
  readonly webhookChat: string;
  readonly masterKey: Uint8Array;
  readonly remoteKey: Certificate;
  readonly mpcKey: Certificate;
  readonly keptKey: Certificate;
}

/** Draws them. Words to be typed hold what escaping changes: quotes, a backslash, letters beyond ASCII, a plus, an ampersand. */
export function drawSecrets(): MarkedSecrets {
  const mark = (): string => randomBytes(16).toString('hex');
  const typed = (): string => `C4n"a\\ry é/+&${mark()}`;
  const authority = testAuthority();
  return {
    privateKey: `0x${randomBytes(32).toString('hex')}`,
    rpcKey: mark(),
    vaultRpcKey: mark(),
    cexKey: mark(),
    cexSecret: `C4nary/+${mark()}`,
    misspelt: mark(),
    enteredKey: mark(),
    enteredSecret: mark(),
    pastedKey: mark(),
    pastedSecret: randomBytes(48).toString('base64'),
    pastedWrongly: mark(),
    vaultPassphrase: typed(),
    appLockPassphrase: typed(),
    keystorePassword: typed(),
    newKeystorePassword: typed(),
    exportPassword: typed(),
    besidePassword: typed(),
    copyPassphrase: typed(),
    copiedSecret: mark(),
    wrongPassword: typed(),
    bearer: `Bearer ${mark()}`,
    importedKey: `0x${randomBytes(32).toString('hex')}`,
    importPassword: typed(),
    webhookPath: mark(),
    webhookSecret: mark(),
    webhookNewSecret: mark(),
    webhookToken: `123456789:${mark()}`,
    webhookChat: `@c${mark()}`,
    masterKey: new Uint8Array(randomBytes(32)),
    remoteKey: authority.issue({ name: 'client of the remote signer' }),
    mpcKey: authority.issue({ name: 'operator of the two-party signer' }),
    keptKey: authority.issue({ name: 'client whose key is kept in the vault' }),
  };
}

/** All of them, to be searched for. */
export function canariesOf(secrets: MarkedSecrets): readonly Canary[] {
  return Object.entries(secrets).flatMap(([kind, value]: [string, MarkedSecrets[keyof MarkedSecrets]]): Canary[] => {
    if (typeof value === 'string' || value instanceof Uint8Array) return [{ kind, value }];
    const body = value.key.replace(/-----[A-Z ]+-----|\s/g, '');
    const { d = '' } = createPrivateKey(value.key).export({ format: 'jwk' });
    return [
      { kind: `${kind}, PEM`, value: value.key },
      { kind: `${kind}, its body`, value: body },
      // Whatever else a line of PEM holds is public.
      { kind: `${kind}, the number`, value: new Uint8Array(Buffer.from(d, 'base64url')) },
    ];
  });
}

/** A keystore as others write it, over the key that is to be imported. */
export function foreignKeystore({ importedKey, importPassword }: MarkedSecrets): Promise<string> {
  const account = { address: computeAddress(importedKey), privateKey: importedKey };
  return encryptKeystoreJson(account, importPassword, { scrypt: { N: 2 ** 12, r: 8, p: 1 } });
}

/** The key in a keystore, as others open it. */
export async function openKeystoreFile(file: string, password: string): Promise<Uint8Array> {
  const { privateKey } = await decryptKeystoreJson(readFileSync(file, 'utf8'), password);
  return Uint8Array.from(Buffer.from(privateKey.slice(2), 'hex'));
}

/** Writes certificates and keys where a person has them: outside the data folder. Answers with the settings that name them. */
export function certificateFiles(folder: string, { mpcKey, remoteKey }: MarkedSecrets): Record<string, string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const named = (prefix: string, { cert, key }: Certificate): Record<string, string> => {
    const certFile = join(folder, `${prefix}.crt`);
    const keyFile = join(folder, `${prefix}.key`);
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key, { mode: 0o600 });
    return { [`${prefix}_CERT`]: certFile, [`${prefix}_KEY`]: keyFile };
  };
  return { ...named('PORTCULLIS_REMOTE', remoteKey), ...named('PORTCULLIS_MPC_0', mpcKey) };
}
