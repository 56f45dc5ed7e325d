import * as z from 'zod';
import { canonicalText } from '../domain/canonical.ts';
import { readJson } from '../domain/read-json.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, Ids } from '../ports.ts';
import { passphraseKey, unwrap, wrap } from './passphrase.ts';
import type { SealedRecord } from './sealed-records.ts';
import { membersOf, wrappedMembers } from './wrapped-text.ts';

const what = 'portcullis vault copy';
const mostRecords = 10_000;
const mostRecordBytes = 65_536;

const File = z.strictObject({ what: z.literal(what), v: z.literal(1), ...wrappedMembers });
const Content = z.strictObject({
  v: z.literal(1),
  madeAtMs: z.number().int().nonnegative(),
  records: z
    .array(z.strictObject({ identity: z.string().min(1).max(500), bytes: z.base64().max(2 * mostRecordBytes) }))
    .max(mostRecords),
});

/**
 * Every record under a passphrase, as the text of a file: JSON with the members what, v (1), kdf, n, r, p, salt, nonce, sealed. `sealed` is
 * AES-256-GCM under scrypt of the passphrase, with what it is and the cost authenticated; inside is JSON again: v (1), madeAtMs, records of
 * identity and bytes (base64). The names of the records are inside too.
 */
export async function writeCopy(
  records: readonly SealedRecord[],
  passphrase: string,
  { clock, ids }: { readonly clock: Pick<Clock, 'nowMs'>; readonly ids: Ids },
): Promise<string> {
  const content = Buffer.from(
    canonicalText({
      v: 1,
      madeAtMs: clock.nowMs(),
      records: records.map(({ bytes, identity }) => ({ identity, bytes: Buffer.from(bytes).toString('base64') })),
    }),
  );
  const wrapping = await passphraseKey(passphrase, ids);
  const wrapped = wrap('vault copy', content, wrapping, ids);
  content.fill(0);
  wrapping.key.fill(0);
  return canonicalText({ what, v: 1, ...membersOf(wrapped) });
}

/** The records of a copy. `invalid-input` when the text is none of this version, `wrong-passphrase` also when anything in it was changed. */
export async function readCopy(text: string, passphrase: string): Promise<Result<readonly SealedRecord[]>> {
  const file = File.safeParse(readJson(text));
  if (!file.success) return notACopy;
  const unwrapped = await unwrap('vault copy', file.data, passphrase);
  if (unwrapped === null) return err({ code: 'wrong-passphrase', retry: 'safe' });
  unwrapped.wrapping.key.fill(0);
  const content = Content.safeParse(readJson(Buffer.from(unwrapped.plain).toString('utf8')));
  unwrapped.plain.fill(0);
  if (!content.success) return notACopy;
  const records = content.data.records.map(({ bytes, identity }) => ({
    identity,
    bytes: new Uint8Array(Buffer.from(bytes, 'base64')),
  }));
  return new Set(records.map(({ identity }) => identity)).size === records.length ? ok(records) : notACopy;
}

const notACopy: Result<never> = err({
  code: 'invalid-input',
  retry: 'never',
  issues: [{ path: 'text', problem: 'is not a copy of a vault that this program can read' }],
});
