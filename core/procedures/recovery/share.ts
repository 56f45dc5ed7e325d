import { crc32 } from 'node:zlib';
import { type Address, parseAddress } from '../../domain/address.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { decodeBase32, encodeBase32, groupOf, symbolCount } from './base32.ts';
import type { RecoveryProblem } from './problem.ts';
import { type RecoverySubject, recoveryKinds } from './subject.ts';

/** How many shares there can be; two are the fewest that share anything. */
export const mostShares = 16;
/** CUSTODY.md's recovery seed: three of five. */
export const usualShares = { threshold: 3, count: 5 } as const;

/** What every share of one set says alike. */
export interface ShareSet {
  /** Eight symbols of base32 with a hyphen; made by lot. */
  readonly set: string;
  readonly threshold: number;
  readonly count: number;
  readonly subject: RecoverySubject;
}

/** One share. `part` is as secret as a share is: whoever has `threshold` of them has the wrapping key. */
export interface RecoveryShare extends ShareSet {
  /** From 1 to `count`. */
  readonly index: number;
  /** 33 bytes: one of each byte of the wrapping key, and where the polynomials were read. */
  readonly part: Uint8Array;
}

const version = 1;
const setBytes = 5;
const addressBytes = 20;
/** A key of 32 bytes and the place. */
const partBytes = 33;
const crcBytes = 4;
const headBytes = 1 + setBytes + 2 + addressBytes;
/** 65 bytes are 104 symbols with no bit left over: every change of one is a change of the share. */
const shareBytes = headBytes + partBytes + crcBytes;
/** How many symbols a share has. */
export const shareSymbols = (shareBytes * 8) / 5;

/**
 * A share as text: 26 groups of four. In it: version and kind (4 bits each), set (5 bytes), index, threshold and count less one (4 bits
 * each), address (20 bytes, 0 for none), part (33 bytes), CRC-32 of all that, lowest byte first. A CRC finds every change within 32 bits
 * in a row for certain: each wrong symbol, and each pair that was exchanged. It is no seal; the bundle's is.
 */
export function shareText({ count, index, part, set, subject, threshold }: RecoveryShare): string {
  const bytes = Buffer.alloc(shareBytes);
  bytes[0] = (version << 4) | recoveryKinds.indexOf(subject.kind);
  bytes.set(setOf(set), 1);
  bytes[1 + setBytes] = index;
  bytes[2 + setBytes] = ((threshold - 1) << 4) | (count - 1);
  if (subject.address !== null) bytes.set(Buffer.from(subject.address.slice(2), 'hex'), 3 + setBytes);
  bytes.set(part, headBytes);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, -crcBytes)), shareBytes - crcBytes);
  const text = encodeBase32(bytes);
  bytes.fill(0);
  return text;
}

/** Reads a share as a person types it. `not-a-share`, `corrupt-share`. The caller overwrites `part`. */
export function readShare(text: string): Result<RecoveryShare, RecoveryProblem> {
  const decoded = decodeBase32(text);
  if (!decoded.ok) {
    const { at, sign } = decoded.error;
    return notAShare(`has '${printable(sign)}' in group ${groupOf(at)}, which no share has`);
  }
  const bytes = Buffer.from(decoded.value.buffer);
  const symbols = symbolCount(text);
  const share =
    symbols === shareSymbols
      ? readBytes(bytes)
      : notAShare(`has ${symbols} characters where a share has ${shareSymbols}`);
  bytes.fill(0);
  return share;
}

/** A new set's name out of five bytes drawn by lot. */
export function setName(lot: Uint8Array): string {
  return encodeBase32(lot);
}

function readBytes(bytes: Buffer): Result<RecoveryShare, RecoveryProblem> {
  if (bytes.readUInt32LE(shareBytes - crcBytes) !== crc32(bytes.subarray(0, -crcBytes))) {
    return err({ code: 'corrupt-share' });
  }
  const [first = 0, index = 0, numbers = 0] = [bytes[0], bytes[1 + setBytes], bytes[2 + setBytes]];
  const kind = recoveryKinds[first & 15];
  const [threshold, count] = [(numbers >> 4) + 1, (numbers & 15) + 1];
  if (first >> 4 !== version || kind === undefined)
    return notAShare('share is of a kind that this program does not know');
  if (threshold < 2 || threshold > count || index < 1 || index > count) {
    return notAShare('share says numbers that cannot be');
  }
  return ok({
    set: setName(bytes.subarray(1, 1 + setBytes)),
    threshold,
    count,
    subject: { kind, address: addressIn(bytes.subarray(3 + setBytes, headBytes)) },
    index,
    part: Uint8Array.from(bytes.subarray(headBytes, headBytes + partBytes)),
  });
}

function addressIn(bytes: Uint8Array): Address | null {
  return bytes.every((byte) => byte === 0) ? null : parseAddress(`0x${Buffer.from(bytes).toString('hex')}`);
}

function setOf(set: string): Uint8Array {
  const bytes = decodeBase32(set);
  if (!bytes.ok || bytes.value.length !== setBytes) throw new Error('not the name of a set');
  return bytes.value;
}

function printable(sign: string): string {
  return /^[\x21-\x7e]$/.test(sign) ? sign : 'a sign that cannot be shown';
}

function notAShare(why: string): Result<never, RecoveryProblem> {
  return err({ code: 'not-a-share', why });
}
