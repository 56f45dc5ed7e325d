import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto';
import { SessionFailure } from './protocol/channel.ts';
import { type KeyShare, sharePoint } from './protocol/key-share.ts';

interface BackupHeader {
  readonly party: 0 | 1;
  readonly epoch: number;
  readonly address: string;
  readonly share_point: string;
}

interface BackupText {
  readonly header: BackupHeader;
  readonly salt: string;
  readonly iv: string;
  readonly tag: string;
  readonly cyphertext: string;
}

/** A share under a passphrase: scrypt (N = 2^15, r = 8) and AES-256-GCM, with what it is of in clear and authenticated. */
export function sealShare(share: KeyShare, passphrase: string): { readonly backup: string; readonly sha256: string } {
  const { party, epoch, address } = share;
  const header: BackupHeader = { party, epoch, address, share_point: sharePoint(share) };
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), iv).setAAD(Buffer.from(JSON.stringify(header)));
  const cyphertext = Buffer.concat([cipher.update(JSON.stringify(share)), cipher.final()]).toString('hex');
  const backup = JSON.stringify({
    header,
    salt: salt.toString('hex'),
    iv: iv.toString('hex'),
    tag: cipher.getAuthTag().toString('hex'),
    cyphertext,
  } satisfies BackupText);
  return { backup, sha256: createHash('sha256').update(backup).digest('hex') };
}

/** The share of a backup; `bad_passphrase_or_corrupt` where it does not open. */
export function openShare(backup: string, passphrase: string): KeyShare {
  try {
    const { header, salt, iv, tag, cyphertext } = JSON.parse(backup) as BackupText;
    const decipher = createDecipheriv(
      'aes-256-gcm',
      keyOf(passphrase, Buffer.from(salt, 'hex')),
      Buffer.from(iv, 'hex'),
    )
      .setAAD(Buffer.from(JSON.stringify(header)))
      .setAuthTag(Buffer.from(tag, 'hex'));
    const text = Buffer.concat([decipher.update(Buffer.from(cyphertext, 'hex')), decipher.final()]).toString('utf8');
    return JSON.parse(text) as KeyShare;
  } catch {
    throw new SessionFailure('bad_passphrase_or_corrupt', 'the backup does not open');
  }
}

function keyOf(passphrase: string, salt: Buffer): Buffer {
  return scryptSync(passphrase, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 });
}
