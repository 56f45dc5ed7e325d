import { mkdtempSync, rmSync } from 'node:fs';
import { arch, release, type as systemName, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Audit, type AuditOptions, openAudit } from '../audit/audit.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { signTrial } from '../signers/sign-trial.ts';
import { systemCode } from '../store/stored.ts';

/** What a self-test stands on; the two steps are the console's own unless a test says otherwise. */
export interface SelfTestParts extends Pick<AuditOptions, 'clock' | 'ids' | 'log'> {
  readonly open?: (options: AuditOptions) => Result<Audit>;
  readonly sign?: () => boolean;
}

const eventType = 'self-test';
const keyBytes = 32;

/**
 * Tries what everything else stands on, in a temporary folder that is gone afterwards: a database is opened, a row appended, its chain
 * verified and found again by another opening, and a signature made that was published with its key. Answers in a sentence what was done,
 * or what did not work; nothing of this console's own is touched. Never rejects.
 */
export async function runSelfTest(parts: SelfTestParts): Promise<Result<string, string>> {
  let folder: string | null = null;
  try {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-self-test-'));
    const trail = await tryTrail(folder, parts);
    if (!trail.ok) return trail;
    if (!(parts.sign ?? signTrial)()) return err('A signature that was published could not be made here and proved.');
    return ok('A database was opened, a row appended, its chain verified, and a published signature made and proved.');
  } catch (cause) {
    parts.log.error('the self-test threw', { cause: String(cause) });
    return err(`It ended before its time (${systemCode(cause) ?? 'an unforeseen fault'}).`);
  } finally {
    if (folder !== null) remove(folder, parts);
  }
}

function remove(folder: string, { log }: SelfTestParts): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (cause) {
    log.warn('the folder of the self-test could not be removed', { cause: systemCode(cause) });
  }
}

async function tryTrail(folder: string, parts: SelfTestParts): Promise<Result<void, string>> {
  const { clock, ids, log, open = openAudit } = parts;
  const options: AuditOptions = {
    ...{ clock, ids, log, key: ids.bytes(keyBytes) },
    file: join(folder, 'audit.db'),
    headFile: join(folder, 'head.json'),
    emergencyFile: join(folder, 'emergency.jsonl'),
  };
  const [body, subject] = [{ mark: ids.next() }, 'self-test'];
  const first = open(options);
  if (!first.ok) return err('A database could not be opened here.');
  try {
    const row = await first.value.append({ eventType, level: 'info', status: 'ok', actor: 'core', subject, body });
    if (!row.ok) return err('A row could not be appended here.');
    if (!(await holds(first.value))) return err('The chain of a new trail could not be verified here.');
  } finally {
    first.value.close();
  }
  const second = open(options);
  if (!second.ok) return err('A database could not be opened a second time here.');
  try {
    const found = second.value.newest({ eventType });
    const isThere = found.ok && found.value?.body?.includes(body.mark) === true;
    if (!isThere || !(await holds(second.value))) return err('A row that was appended is not there after a restart.');
    return ok(undefined);
  } finally {
    second.value.close();
  }
}

async function holds(audit: Audit): Promise<boolean> {
  const verified = await audit.verify();
  return verified.ok && verified.value.ok && verified.value.rows > 0;
}

/** The program and the system that a self-test speaks for: on another of either it must be run again. */
export function testedHost(runtime: string): string {
  return `${runtime}, Node ${process.versions.node}, ${systemName()} ${release()} ${arch()}`;
}
