import { dirname, resolve } from 'node:path';
import { err, ok, type Result } from '../../domain/result.ts';
import { mostBundleBytes, type RecoveryBundle, readBundle } from '../../procedures/recovery/bundle.ts';
import { gatherShares } from '../../procedures/recovery/combine.ts';
import { type RecoveryContent, readContent } from '../../procedures/recovery/content.ts';
import { claimFolder } from '../../procedures/recovery/party-folder.ts';
import { problemWords } from '../../procedures/recovery/problem.ts';
import { readRegularFile } from '../../procedures/recovery/read-file.ts';
import { subjectWords } from '../../procedures/recovery/subject.ts';
import { stored } from '../../store/stored.ts';
import { writeWhole } from '../../store/whole-file.ts';
import { failed, type Streams } from '../streams.ts';
import { askLine } from '../terminal.ts';
import type { RecoveryPorts } from './ports.ts';
import { typeShares } from './type-shares.ts';

const leastPassphrase = 8;

/** A bundle that was opened by its shares, and what was in it. */
export interface Opened {
  readonly bundle: RecoveryBundle;
  readonly content: RecoveryContent;
}

/**
 * Reads a bundle in a folder of its party, takes shares for it and opens it; null, with the reason said, when that fails. `onBundle`
 * hears of the bundle once it is read. The content's bytes are the caller's to overwrite.
 */
export async function openByShares(
  file: string,
  streams: Streams,
  onBundle: (bundle: RecoveryBundle) => void = () => undefined,
): Promise<Opened | null> {
  const text = readRegularFile(file, mostBundleBytes)?.toString('utf8') ?? '';
  const bundle = readBundle(text);
  if (!bundle.ok) {
    streams.note(problemWords(bundle.error));
    return null;
  }
  const claimed = claimFolder(dirname(resolve(file)), bundle.value.subject.kind);
  if (!claimed.ok) {
    failed(streams, claimed);
    return null;
  }
  onBundle(bundle.value);
  streams.out(
    `Set ${bundle.value.set}, for ${subjectWords(bundle.value.subject)}: ${bundle.value.threshold} shares open it.`,
  );
  const gathering = gatherShares(bundle.value);
  const isWhole = await typeShares(gathering, bundle.value, streams);
  const opened = isWhole ? await gathering.open() : null;
  gathering.forget();
  if (opened === null || !opened.ok) {
    streams.note(opened === null ? 'You left before there were enough shares.' : problemWords(opened.error));
    return null;
  }
  const content = readContent(opened.value);
  opened.value.fill(0);
  if (content !== null) return { bundle: bundle.value, content };
  streams.note('The bundle is opened, but what is in it was not written by this program.');
  return null;
}

/** `recovery combine`: writes back what the shares protect, to a new file. What had its passphrase with it gets a new one, typed here. */
export async function combineAtTerminal(
  { file, out }: { readonly file: string; readonly out: string },
  streams: Streams,
  ports: RecoveryPorts,
): Promise<number> {
  const opened = await openByShares(file, streams);
  if (opened === null) return 1;
  const { bundle, content } = opened;
  const claimed = claimFolder(dirname(resolve(out)), bundle.subject.kind);
  const bytes = claimed.ok ? await bytesToWrite(opened, ports) : claimed;
  content.file.fill(0);
  if (!bytes.ok) return failed(streams, bytes);
  const written = stored('the file could not be written', () => writeWhole(resolve(out), bytes.value));
  bytes.value.fill(0);
  if (!written.ok) return failed(streams, written);
  streams.out(`${resolve(out)} is ${subjectWords(bundle.subject)}, as it was when the shares were made.`);
  return 0;
}

async function bytesToWrite({ bundle, content }: Opened, { files }: RecoveryPorts): Promise<Result<Uint8Array>> {
  const { kind } = bundle.subject;
  const { file, passphrase } = content;
  if (kind === 'mpc-0' || kind === 'mpc-1' || passphrase === null) return ok(Uint8Array.from(file));
  const next = await askLine('New passphrase for the file: ', { isHidden: true });
  if (next.length < leastPassphrase || next !== (await askLine('The same again: ', { isHidden: true }))) {
    const problem = `must be typed twice alike, with ${leastPassphrase} characters or more`;
    return err({ code: 'invalid-input', retry: 'never', issues: [{ path: 'passphrase', problem }] });
  }
  const text = await files.rewrap(kind, Buffer.from(file).toString('utf8'), passphrase, next);
  return text.ok ? ok(Buffer.from(text.value)) : text;
}
