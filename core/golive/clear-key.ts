import { createPrivateKey } from 'node:crypto';

/** RFC 7468 and RFC 5958: what is encrypted says so in its label, older formats in a header of RFC 1421. */
const clearPem =
  /-----BEGIN (?!ENCRYPTED |OPENSSH )(?:[A-Z0-9]+ )*PRIVATE KEY-----(?!(?:\s|\\[rn])*Proc-Type: 4,ENCRYPTED)/;
const openSsh = /-----BEGIN OPENSSH PRIVATE KEY-----((?:[A-Za-z0-9+/=\s]|\\[rn])+)-----END/g;
/** A key of an account, alone in its file. */
const rawKey = /^\s*0x[0-9a-f]{64}\s*$/i;
const derSequence = 0x30;

/**
 * Whether a small file holds a private key that anybody who reads it can use: as PEM or DER, as OpenSSH writes one without a passphrase, as
 * the bare key of an account, or a secret setting in a line of its own. Other forms are not known here.
 */
export function holdsClearKey(bytes: Buffer, isSecretName: (name: string) => boolean): boolean {
  const text = bytes.toString('latin1');
  return (
    clearPem.test(text) ||
    rawKey.test(text) ||
    isClearOpenSsh(text) ||
    isDerKey(bytes) ||
    hasSecretLine(text, isSecretName)
  );
}

/** The format's own words: `openssh-key-v1`, a zero byte, then the cipher's name, which is `none` where there is none (PROTOCOL.key). */
function isClearOpenSsh(text: string): boolean {
  const start = 'openssh-key-v1\0'.length;
  return [...text.matchAll(openSsh)].some(([, body = '']) => {
    const bytes = Buffer.from(body.replaceAll(/\\[rn]|\s/g, ''), 'base64');
    return bytes.subarray(start, start + 8).equals(Buffer.from('\0\0\0\u0004none', 'latin1'));
  });
}

function isDerKey(bytes: Buffer): boolean {
  if (bytes[0] !== derSequence) return false;
  return (['pkcs8', 'sec1', 'pkcs1'] as const).some((type) => {
    try {
      createPrivateKey({ key: bytes, format: 'der', type });
      return true;
    } catch {
      return false;
    }
  });
}

function hasSecretLine(text: string, isSecretName: (name: string) => boolean): boolean {
  const lines = text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Z][A-Z0-9_]*)[ \t]*=[ \t]*["']?[^\s"'#]/gm);
  return [...lines].some(([, name = '']) => isSecretName(name));
}
