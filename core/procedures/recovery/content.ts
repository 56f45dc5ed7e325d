import * as z from 'zod';
import { canonicalText } from '../../domain/canonical.ts';
import { readJson } from '../../domain/read-json.ts';

const Content = z.strictObject({ v: z.literal(1), text: z.base64(), passphrase: z.string().nullable() });

/** What lies in a bundle: a file's bytes, and, where the person wants the shares to be enough, the passphrase that opens that file. */
export interface RecoveryContent {
  readonly file: Uint8Array;
  readonly passphrase: string | null;
}

/** The content as bytes to be sealed; the caller overwrites them. */
export function contentBytes({ file, passphrase }: RecoveryContent): Uint8Array {
  return Buffer.from(canonicalText({ v: 1, text: Buffer.from(file).toString('base64'), passphrase }));
}

/** The content of a bundle that was opened; null for bytes that are none. */
export function readContent(bytes: Uint8Array): RecoveryContent | null {
  const read = Content.safeParse(readJson(Buffer.from(bytes).toString('utf8')));
  if (!read.success) return null;
  return { file: new Uint8Array(Buffer.from(read.data.text, 'base64')), passphrase: read.data.passphrase };
}
