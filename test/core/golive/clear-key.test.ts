import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { holdsClearKey } from '../../../core/golive/clear-key.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const holds = (content: string | Buffer) => holdsClearKey(Buffer.from(content), (name) => name === 'PRIVATE_KEY');
/** The beginning of a key as OpenSSH writes it, for a cipher; as its PROTOCOL.key says. */
const openSsh = (cipher: string): string => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(cipher.length);
  const body = Buffer.concat([Buffer.from('openssh-key-v1\0'), length, Buffer.from(cipher), Buffer.alloc(60)]);
  const lines = body.toString('base64').replaceAll(/(.{70})/g, '$1\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
};

it.each([
  ['PKCS#8 as DER', privateKey.export({ type: 'pkcs8', format: 'der' })],
  ['SEC 1 as DER', privateKey.export({ type: 'sec1', format: 'der' })],
  ['PEM', privateKey.export({ type: 'pkcs8', format: 'pem' })],
  ['OpenSSH without a passphrase', openSsh('none')],
  ['OpenSSH without a passphrase, behind one with', openSsh('aes256-ctr') + openSsh('none')],
  ['the bare key of an account', `0x${'5a'.repeat(32)}\n`],
  ['a line of a setting that is secret', 'MAX_X=1\nPRIVATE_KEY=0xabc\n'],
])('a key in clear is found as %s', (_form, content) => {
  expect(holds(content)).toBe(true);
});

it.each([
  ['OpenSSH with a passphrase', openSsh('aes256-ctr')],
  ['a public key', publicKey.export({ type: 'spki', format: 'pem' })],
  ['other DER', Buffer.from('3003020101', 'hex')],
  ['a token without 0x', `${'5a'.repeat(32)}\n`],
  ['a hash among other words', `row 0x${'5a'.repeat(32)} is whole`],
  ['a secret setting without a value, and one that is none', 'PRIVATE_KEY=\nPRIVATE_KEY= # later\nMAX_X=0xabc\n'],
])('%s is none', (_form, content) => {
  expect(holds(content)).toBe(false);
});
