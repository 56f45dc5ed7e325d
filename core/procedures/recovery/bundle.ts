import * as z from 'zod';
import { nonceBytes, open, seal } from '../../custody/seal.ts';
import { type Address, parseAddress } from '../../domain/address.ts';
import { canonicalText } from '../../domain/canonical.ts';
import { readJson } from '../../domain/read-json.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Ids } from '../../ports.ts';
import type { RecoveryProblem } from './problem.ts';
import { mostShares, type ShareSet } from './share.ts';
import { recoveryKinds } from './subject.ts';

const what = 'portcullis recovery bundle';
/** The longest text of a bundle: a copy of a vault of 4 MiB, twice in base64, and its head. */
export const mostBundleBytes = 12_582_912;

const Bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const Bundle = z.strictObject({
  what: z.literal(what),
  v: z.literal(1),
  set: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/),
  threshold: z.number().int().min(2).max(mostShares),
  count: z.number().int().min(2).max(mostShares),
  kind: z.enum(recoveryKinds),
  address: z
    .string()
    .nullable()
    .transform((text, context): Address | null => {
      const address = text === null ? null : parseAddress(text);
      if (text !== null && address === null) context.addIssue({ code: 'custom', message: 'is no address' });
      return address;
    }),
  madeAtMs: z.number().int().nonnegative(),
  nonce: Bytes,
  sealed: Bytes,
});

/** What recovery shares open: a file's content under their wrapping key. Safe to store where the shares are not. */
export interface RecoveryBundle extends ShareSet {
  readonly madeAtMs: number;
  readonly nonce: Uint8Array;
  /** AES-256-GCM with set, numbers, kind and address authenticated. */
  readonly sealed: Uint8Array;
}

/** Seals `content` under `key`, which is used for nothing else. */
export function sealBundle(
  set: ShareSet,
  content: Uint8Array,
  key: Uint8Array,
  { ids, madeAtMs }: { readonly ids: Pick<Ids, 'bytes'>; readonly madeAtMs: number },
): RecoveryBundle {
  const nonce = ids.bytes(nonceBytes);
  return { ...set, madeAtMs, nonce, sealed: seal(key, nonce, contextOf(set, madeAtMs), content) };
}

/** The content, or `wrong-bundle` where the key is another or anything of the bundle was changed. */
export function openBundle(bundle: RecoveryBundle, key: Uint8Array): Result<Uint8Array, RecoveryProblem> {
  const content = open(key, bundle.nonce, contextOf(bundle, bundle.madeAtMs), bundle.sealed);
  return content === null ? err({ code: 'wrong-bundle', set: bundle.set }) : ok(content);
}

/** A bundle as the text of a file. */
export function bundleText({ count, madeAtMs, nonce, sealed, set, subject, threshold }: RecoveryBundle): string {
  const { address, kind } = subject;
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const members = { set, threshold, count, kind, address, madeAtMs, nonce: base64(nonce), sealed: base64(sealed) };
  return `${canonicalText({ what, v: 1, ...members })}\n`;
}

/** Reads the text of a bundle; `not-a-bundle` for everything else. */
export function readBundle(text: string): Result<RecoveryBundle, RecoveryProblem> {
  const read = text.length > mostBundleBytes ? null : Bundle.safeParse(readJson(text));
  if (read === null || !read.success || read.data.threshold > read.data.count) {
    return err({ code: 'not-a-bundle', why: 'is no recovery bundle that this program can read' });
  }
  const { address, count, kind, madeAtMs, nonce, sealed, set, threshold } = read.data;
  return ok({ set, threshold, count, subject: { kind, address }, madeAtMs, nonce, sealed });
}

function contextOf({ count, set, subject, threshold }: ShareSet, madeAtMs: number): string {
  return canonicalText([what, 1, set, threshold, count, subject.kind, subject.address, madeAtMs]);
}
