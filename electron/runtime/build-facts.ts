import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Advisories, BuildFacts } from '../../core/domain/build-facts.ts';
import { readJson } from '../../core/domain/read-json.ts';

const Count = z.number().int().nonnegative();
/** The part of what `npm audit --json` answers that is taken (https://docs.npmjs.com/cli/v11/commands/npm-audit). */
const AuditAnswer = z.object({
  metadata: z.object({
    vulnerabilities: z.object({ critical: Count, high: Count, moderate: Count, low: Count }),
  }),
});

/**
 * What is built from `root`. A build asks no registry: advisories are read from the file that BUILD_ADVISORIES names, which is what
 * `npm audit --json` has answered; null without one, and where it holds no such answer. The date is SOURCE_DATE_EPOCH where that is set
 * (https://reproducible-builds.org/specs/source-date-epoch/). Throws where there is no package-lock.json.
 */
export function readBuildFacts(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  nowMs: number,
): BuildFacts {
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  const epoch = environment.SOURCE_DATE_EPOCH ?? '';
  return {
    lockfileSha256: createHash('sha256').update(lockfile).digest('hex'),
    builtAtMs: /^\d{1,11}$/.test(epoch) ? Number.parseInt(epoch, 10) * 1_000 : nowMs,
    advisories: advisoriesIn(environment.BUILD_ADVISORIES),
  };
}

function advisoriesIn(file: string | undefined): Advisories | null {
  if (file === undefined || file === '') return null;
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  return AuditAnswer.safeParse(readJson(text)).data?.metadata.vulnerabilities ?? null;
}
