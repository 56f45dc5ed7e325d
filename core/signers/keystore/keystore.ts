import { type Address, parseAddress } from '../../domain/address.ts';
import { readJson } from '../../domain/read-json.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { hasRepeatedKeys } from './repeated-keys.ts';

/** How a keystore turns its password into a key (32 bytes), by the names of the standard. */
export type KeyDerivation =
  | {
      readonly name: 'scrypt';
      readonly n: number;
      readonly r: number;
      readonly p: number;
      readonly salt: Uint8Array;
    }
  | { readonly name: 'pbkdf2'; readonly c: number; readonly salt: Uint8Array };

/** A keystore of version 3, read but not opened. */
export interface Keystore {
  /** The address it says it holds; null where it says none. Not believed before the key is there. */
  readonly address: Address | null;
  readonly derivation: KeyDerivation;
  /** 16 bytes. */
  readonly iv: Uint8Array;
  /** 32 bytes. */
  readonly ciphertext: Uint8Array;
  /** 32 bytes. */
  readonly mac: Uint8Array;
}

/** Why a keystore is not to be had. `state` is for programs; `why` is words that follow "the keystore". No secret is in either. */
export interface KeystoreFault {
  readonly state: 'no-file' | 'bad-file' | 'wrong-password' | 'address-differs';
  readonly why: string;
}

/** The longest file that is read. */
export const mostKeystoreBytes = 65_536;

/** Bounds on the work a file may ask for: at most 1 GiB, and 16 times what geth's own setting asks for. */
const mostScryptN = 2 ** 20;
const mostScryptFactor = 16;
const mostScryptMemoryBytes = 2 ** 30;
const mostScryptWork = 2 ** 25;
const mostPbkdf2Rounds = 10_000_000;

/**
 * Reads a keystore by the Web3 Secret Storage Definition, version 3
 * (https://ethereum.org/developers/docs/data-structures-and-encoding/web3-secret-storage). `bad-file` for everything else: repeated keys,
 * other ciphers, fields inside `crypto` that are not known, lengths that are not exact, parameters beyond the bounds. What stands beside
 * `crypto` and is not of the standard is ignored.
 */
export function readKeystore(text: string): Result<Keystore, KeystoreFault> {
  if (text.length > mostKeystoreBytes) return bad(`is longer than ${mostKeystoreBytes} bytes`);
  const parsed = readJson(text);
  if (!isFields(parsed)) return bad('is not a JSON object');
  if (hasRepeatedKeys(text)) return bad('says one thing twice');
  if (parsed.version !== 3) return bad('is not of version 3');
  const crypto = fieldsOf(parsed.crypto ?? parsed.Crypto, [
    'cipher',
    'cipherparams',
    'ciphertext',
    'kdf',
    'kdfparams',
    'mac',
  ]);
  const cipherParams = fieldsOf(crypto?.cipherparams, ['iv']);
  if (crypto === null || cipherParams === null) return bad('has no readable crypto part');
  if (crypto.cipher !== 'aes-128-ctr') return bad('is not encrypted by aes-128-ctr');
  const iv = bytesOf(cipherParams.iv, 16, 16);
  const ciphertext = bytesOf(crypto.ciphertext, 32, 32);
  const mac = bytesOf(crypto.mac, 32, 32);
  if (iv === null || ciphertext === null || mac === null) return bad('has bytes that are not of their exact length');
  const address = parsed.address === undefined ? null : addressOf(parsed.address);
  if (address === 'unreadable') return bad('names an address that is none');
  const derivation = readDerivation(crypto.kdf, crypto.kdfparams);
  return derivation.ok ? ok({ address, derivation: derivation.value, iv, ciphertext, mac }) : derivation;
}

/** How strong a keystore's derivation is, for a person. Weak is less than scrypt with N 2^15 at r 8, or 100,000 rounds of PBKDF2. */
export function derivationStrength({ derivation }: Keystore): { readonly text: string; readonly isWeak: boolean } {
  if (derivation.name === 'pbkdf2') {
    return { text: `PBKDF2, ${derivation.c} rounds`, isWeak: derivation.c < 100_000 };
  }
  const { n, r, p } = derivation;
  return { text: `scrypt, N ${n}, r ${r}, p ${p}`, isWeak: n < 2 ** 15 || n * r * p < 2 ** 18 };
}

function readDerivation(name: unknown, params: unknown): Result<KeyDerivation, KeystoreFault> {
  if (name === 'scrypt') return readScrypt(fieldsOf(params, ['dklen', 'n', 'r', 'p', 'salt']));
  if (name === 'pbkdf2') return readPbkdf2(fieldsOf(params, ['dklen', 'c', 'prf', 'salt']));
  return bad('is not made by scrypt or pbkdf2');
}

function readScrypt(params: Fields | null): Result<KeyDerivation, KeystoreFault> {
  const salt = bytesOf(params?.salt, 8, 64);
  if (params === null || salt === null || params.dklen !== 32) return bad('has scrypt parameters that are not right');
  const n = wholeOf(params.n, 2, mostScryptN);
  const r = wholeOf(params.r, 1, mostScryptFactor);
  const p = wholeOf(params.p, 1, mostScryptFactor);
  if (n === null || r === null || p === null || !Number.isInteger(Math.log2(n))) {
    return bad('has scrypt parameters out of bounds');
  }
  const isTooMuch = 128 * n * r > mostScryptMemoryBytes || n * r * p > mostScryptWork;
  return isTooMuch ? bad('asks for too much work') : ok({ name: 'scrypt', n, r, p, salt });
}

function readPbkdf2(params: Fields | null): Result<KeyDerivation, KeystoreFault> {
  const salt = bytesOf(params?.salt, 8, 64);
  const isRight = params !== null && params.dklen === 32 && params.prf === 'hmac-sha256';
  if (!isRight || salt === null) return bad('has pbkdf2 parameters that are not right');
  const c = wholeOf(params.c, 1, mostPbkdf2Rounds);
  return c === null ? bad('has pbkdf2 parameters out of bounds') : ok({ name: 'pbkdf2', c, salt });
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown, known: readonly string[]): Fields | null {
  return isFields(value) && Object.keys(value).every((key) => known.includes(key)) ? value : null;
}

function wholeOf(value: unknown, least: number, most: number): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : null;
}

function bytesOf(value: unknown, least: number, most: number): Uint8Array | null {
  const digits = typeof value === 'string' ? /^(?:0x)?((?:[0-9a-fA-F]{2})*)$/.exec(value)?.[1] : undefined;
  if (digits === undefined || digits.length < 2 * least || digits.length > 2 * most) return null;
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

function addressOf(value: unknown): Address | 'unreadable' {
  const digits = typeof value === 'string' ? /^(?:0x)?([0-9a-fA-F]{40})$/.exec(value)?.[1] : undefined;
  return (digits === undefined ? null : parseAddress(`0x${digits.toLowerCase()}`)) ?? 'unreadable';
}

function bad(why: string): { readonly ok: false; readonly error: KeystoreFault } {
  return err({ state: 'bad-file', why });
}
