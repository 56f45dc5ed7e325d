import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conflict } from '../../domain/conflict.ts';
import { ok, type Result } from '../../domain/result.ts';
import { stored } from '../../store/stored.ts';
import { writeWhole } from '../../store/whole-file.ts';
import { readBundle } from './bundle.ts';
import { partyOf, type RecoveryKind } from './subject.ts';

/** The file by which a folder is one party's. */
export const partyFile = 'portcullis-mpc-party';
/** What bundles are called; others are not looked at. */
export const bundleName = /^recovery-[0-9A-Z-]+\.json$/;

/**
 * Claims a folder for what `kind` is of. A folder that a party of the two-party signer once used, or that holds a bundle of it, is that
 * party's: the other is refused there, and so is the folder of a console, which belongs to neither. Both together are the key.
 * `conflict`; `storage-failed`.
 */
export function claimFolder(folder: string, kind: RecoveryKind): Result<void> {
  const party = partyOf(kind);
  if (party === null) return ok(undefined);
  if (existsSync(join(folder, 'console.db'))) return refused(`the folder of a console is no place for party ${party}`);
  const owners = stored('the folder could not be read', () => ownersOf(folder));
  if (!owners.ok) return owners;
  const other = owners.value.find((owner) => owner !== party);
  if (other !== undefined) {
    return refused(other === null ? `the folder's ${partyFile} cannot be read` : `this folder is party ${other}'s`);
  }
  const marked = stored('the folder could not be marked', () => {
    if (!existsSync(join(folder, partyFile))) writeWhole(join(folder, partyFile), Buffer.from(`${party}\n`));
  });
  return marked.ok ? ok(undefined) : marked;
}

/** The parties that a folder is of; null among them for a mark that says none. */
function ownersOf(folder: string): readonly (0 | 1 | null)[] {
  if (!existsSync(folder)) return [];
  const mark = join(folder, partyFile);
  const marked = existsSync(mark) ? [partyIn(readFileSync(mark, 'utf8'))] : [];
  const held = readdirSync(folder)
    .filter((name) => bundleName.test(name))
    .flatMap((name) => {
      const bundle = readBundle(readFileSync(join(folder, name), 'utf8'));
      const party = bundle.ok ? partyOf(bundle.value.subject.kind) : null;
      return party === null ? [] : [party];
    });
  return [...marked, ...held];
}

function partyIn(text: string): 0 | 1 | null {
  const said = text.trim();
  return said === '0' ? 0 : said === '1' ? 1 : null;
}

function refused(what: string): Result<never> {
  return conflict(what);
}
