import type { Result } from '../domain/result.ts';
import type { CommonPorts } from './common-steps.ts';

/** A keystore file as it lies there: the SHA-256 of its text, and the address that it says, which nothing has proved yet. */
export interface SeenFile {
  readonly file: string;
  readonly digest: string;
  readonly address: string | null;
}

/** What procedures with a keystore ask of the console. Nothing here raises anything. */
export interface KeystorePorts extends CommonPorts {
  /** The keystore in use as it lies there now; null where none can be read. */
  inUse(): SeenFile | null;
  /** Opens a file once with the password that counts for it: the address of its key. `not-found` where no password is known here. */
  opens(file: string): Promise<Result<string>>;
  /** Whether `KEYSTORE_PASSWORD` is set, which counts before every other password. */
  isPasswordSet(): boolean;
  /** The signer in use and the address that it is pinned to; null where none can be used. */
  signer(): { readonly kind: string; readonly pinned: string } | null;
  /** Has the signer in use, opened anew, sign a text that can never be a transaction: the pinned address, which signed it. */
  signs(): Promise<Result<string>>;
  /** What is wrong with the vault and the audit trail, in sentences; none where all is well. */
  health(): Promise<readonly string[]>;
  /** The copies of a file under old passwords that lie beside it. */
  oldCopies(file: string): readonly string[];
}

/** What the replacement of a keystore's key asks besides. */
export interface KeyReplacementPorts extends KeystorePorts {
  /** The keystores of the data folder that are not the one in use. */
  others(): readonly SeenFile[];
  /** Whether a file is there. */
  isThere(file: string): boolean;
  /** The lines of the settings that stand against this keystore, as they must be. */
  linesToChange(file: string, address: string): readonly string[];
  /** Whether this address may sign by the policy as it stands. */
  maySign(address: string): boolean;
  /** Which layers of rules do not name this address as a recipient although they name others. */
  unnamedRecipient(address: string): readonly string[];
  /** Asks the person to pin the keystore of this address, in the approval window. */
  askToPin(address: string): Promise<Result<void>>;
  /** The new key has signed: the ledger of credentials is told that it was replaced. */
  replaced(): void;
  /** What every chain with an RPC says lies at an address: amounts with their units, null where the chain did not answer. */
  leftAt(address: string): Promise<readonly { readonly chain: string; readonly holds: readonly string[] | null }[]>;
}
