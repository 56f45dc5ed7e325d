import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { err, ok, type Result } from '../domain/result.ts';
import type { TlsIdentity } from '../signers/http-exchange.ts';
import { underData } from './under-data.ts';

/** Where a service's certificates are: files of PEM text, relative ones under the data folder; pins are SHA-256 fingerprints. */
export interface TlsFiles {
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly ca: string | undefined;
  readonly pins: readonly string[] | undefined;
}

const mostBytes = 65_536;

/** Reads the certificates that settings name; what is wrong follows the words "the signer". The names of files are not in it. */
export function readTlsIdentity(dataFolder: string, files: TlsFiles): Result<TlsIdentity, { readonly why: string }> {
  const texts: { cert?: string; key?: string; ca?: string } = {};
  for (const name of ['cert', 'key', 'ca'] as const) {
    const file = files[name];
    if (file === undefined) continue;
    const text = readPem(underData(dataFolder, file));
    if (text === null) return err({ why: `the file of its ${words[name]} cannot be read` });
    texts[name] = text;
  }
  return ok({ ...texts, ...(files.pins === undefined ? {} : { pins: files.pins }) });
}

const words = { cert: 'client certificate', key: 'client key', ca: 'authority' } as const;

function readPem(file: string): string | null {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(file, 'r');
    if (!fstatSync(descriptor).isFile()) return null;
    const buffer = Buffer.alloc(mostBytes + 1);
    const length = readSync(descriptor, buffer, 0, buffer.length, 0);
    return length > mostBytes ? null : buffer.subarray(0, length).toString('utf8');
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}
