import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedFolder } from '../shared-folder.ts';

/** What one step of a recording asked of the vendor's client, and what came of it. */
export interface RecordedStep {
  readonly method: string;
  readonly args: unknown;
  readonly path?: string;
  readonly request: {
    readonly transaction?: unknown;
    readonly unsignedTransaction?: string;
    readonly message?: string;
  };
  readonly options: {
    readonly scrambleKey?: string;
    readonly loadConfig?: object;
    readonly parseTransactionReturns?: unknown;
    readonly resolution?: string;
  };
  readonly userDecision?: 'approve' | 'reject' | null;
  readonly expected: {
    readonly result?: unknown;
    readonly error?: { readonly name: string; readonly message: string; readonly statusCode?: number };
  };
  readonly verified?: { readonly signedTransaction?: string; readonly recoveredSigner?: string };
  readonly screens: readonly (readonly string[])[];
}

/** One recorded exchange with a real app. */
export interface Recording {
  readonly scenario: string;
  readonly model: string;
  readonly app: { readonly name: string; readonly version: string };
  readonly settings: { readonly blindSigning: boolean; readonly nonce: boolean } | null;
  readonly steps: readonly RecordedStep[];
  /** Lines of => command and <= answer. */
  readonly transcript: string;
}

interface RecordedFile {
  readonly scenario: string;
  readonly device: { readonly model: string; readonly appName: string; readonly appVersion: string };
  readonly settings: Recording['settings'];
  readonly steps: readonly RecordedStep[];
}

/** The recordings beside the checkout, or null where they are not. */
export function recordings(): readonly Recording[] | null {
  const shared = sharedFolder();
  if (shared === null) return null;
  const folder = join(shared, 'ledger-apdu');
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as readonly { scenario: string }[];
  return index.map(({ scenario }) => {
    const file = JSON.parse(readFileSync(join(folder, `${scenario}.json`), 'utf8')) as RecordedFile;
    return {
      scenario,
      model: file.device.model,
      app: { name: file.device.appName, version: file.device.appVersion },
      settings: file.settings,
      steps: file.steps,
      transcript: readFileSync(join(folder, `${scenario}.apdu.txt`), 'utf8'),
    };
  });
}

/** The exchanges of a recording, as bytes. */
export function exchangesOf({ transcript }: Recording): readonly { command: Uint8Array; answer: Uint8Array }[] {
  const bytes = (hex: string | undefined): Uint8Array => Uint8Array.from(Buffer.from(hex ?? '', 'hex'));
  return [...transcript.matchAll(/=> ([0-9a-f]+)\n<= ([0-9a-f]+)/g)].map(([, command, answer]) => ({
    command: bytes(command),
    answer: bytes(answer),
  }));
}
