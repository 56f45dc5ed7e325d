import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { AppLock } from '../contract/shapes.ts';
import { readJson } from '../domain/read-json.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock, Ids } from '../ports.ts';
import type { Database } from '../store/database.ts';
import { createDocuments } from '../store/documents.ts';
import { derive } from './passphrase.ts';
import { createPassphraseGuard } from './passphrase-guard.ts';

const documentName = 'app-lock';
const saltBytes = 32;
const usualMinutes = 10;
const minuteMs = 60_000;

const Kept = z.strictObject({
  salt: z.string(),
  check: z.string(),
  afterMinutes: z.number().int().min(1).max(240),
});
type Kept = z.output<typeof Kept>;

/**
 * The app lock: a passphrase that raising actions want again once the console was left alone. It guards a console that stands open on a
 * desk; it encrypts nothing. Locked at start, and when what is kept of it cannot be read.
 */
export interface AppLockControl {
  state(): AppLock;
  isLocked(): boolean;
  /** Something was raised: the time starts anew. */
  used(): void;
  /** The open lock, or `wrong-passphrase`; `too-many-tries` after several wrong ones. */
  unlock(passphrase: string): Promise<Result<AppLock>>;
  /** Sets, changes or (null) takes away the passphrase; `current` must be right where one is set. As `unlock`; `storage-failed`. */
  setPassphrase(current: string | null, next: string | null, afterMinutes: number): Promise<Result<AppLock>>;
}

/** The lock as console.db has it. */
export function createAppLock(database: Database, clock: Clock, ids: Ids): AppLockControl {
  const documents = createDocuments(database);
  const read = documents.read(documentName);
  const parsed = read.ok && read.value !== null ? Kept.safeParse(readJson(read.value)) : null;
  const isUnreadable = !read.ok || parsed?.success === false;
  let kept: Kept | null = parsed?.success === true ? parsed.data : null;
  let usedAtMs: number | null = null;

  const isLocked = (): boolean => {
    if (isUnreadable) return true;
    if (kept === null) return false;
    return usedAtMs === null || clock.monotonicMs() - usedAtMs > kept.afterMinutes * minuteMs;
  };
  const state = (): AppLock => ({
    state: kept === null && !isUnreadable ? 'off' : isLocked() ? 'locked' : 'open',
    afterMinutes: kept?.afterMinutes ?? usualMinutes,
  });
  const isRight = async (passphrase: string): Promise<boolean> => {
    if (kept === null) return false;
    const check = await derive(passphrase, Buffer.from(kept.salt, 'base64'));
    const wanted = Buffer.from(kept.check, 'base64');
    return check.length === wanted.length && timingSafeEqual(check, wanted);
  };
  const wrong = err({ code: 'wrong-passphrase', retry: 'safe' } as const);
  // Every wrong one leaves a row where it was typed.
  const guard = createPassphraseGuard(clock, () => undefined);
  const tried = (passphrase: string) =>
    guard.tried('app lock', async () => ((await isRight(passphrase)) ? ok(undefined) : wrong));

  return {
    state,
    isLocked,
    used() {
      if (!isLocked()) usedAtMs = clock.monotonicMs();
    },
    async unlock(passphrase) {
      const right = await tried(passphrase);
      if (!right.ok) return right;
      usedAtMs = clock.monotonicMs();
      return ok(state());
    },
    async setPassphrase(current, next, afterMinutes) {
      if (isUnreadable || (kept !== null && current === null)) return wrong;
      const right = kept === null || current === null ? ok(undefined) : await tried(current);
      if (!right.ok) return right;
      const salt = ids.bytes(saltBytes);
      const made: Kept | null =
        next === null
          ? null
          : {
              salt: Buffer.from(salt).toString('base64'),
              check: (await derive(next, salt)).toString('base64'),
              afterMinutes,
            };
      const written =
        made === null
          ? documents.remove(documentName)
          : documents.write(documentName, JSON.stringify(made), clock.nowMs());
      if (!written.ok) return written;
      kept = made;
      usedAtMs = clock.monotonicMs();
      return ok(state());
    },
  };
}
