import type { Backups, Contacts, Custody, PolicyRow, SystemStatus, Waiver } from '../contract/shapes.ts';
import type { BuildFacts } from '../domain/build-facts.ts';
import type { KeyshareCondition } from '../domain/keyshares.ts';
import type { Limits } from '../policy/limits.ts';
import type { SeenApp } from '../signers/ledger/ledger-types.ts';
import type { SignerLink } from '../signing/signer-links.ts';
import type { SelfTestNote } from './golive-notes.ts';
import type { PlainKeys } from './plain-keys.ts';

/** The program that this core runs in, as its host says it. */
export interface HostProgram {
  /** Whether it is the very Electron or Node that this version was made and tested for. */
  readonly isOfficial: boolean;
  /** The switches it was started with that let others in: see `openingSwitches`. */
  readonly openings: readonly string[];
}

/** Something that was seen or said, and when. */
export interface Seen {
  readonly atMs: number;
  readonly text: string;
}

/** What was traded on paper under the policy as it stands. */
export interface PaperRecord {
  /** Orders that were filled, in whole or in part. */
  readonly orders: number;
  /** From the first of them to the last. */
  readonly spanMs: number;
}

/** What is known of the signer in use beside what its chip says. */
export interface SigningFacts {
  /** When its address was confirmed on its own screen, and when it made a test signature, since it was pinned; null where that never was. */
  readonly verifiedAtMs: number | null;
  readonly testedAtMs: number | null;
  /** The Ledger's app, where a Ledger is in use and was seen; and the oldest that may sign. */
  readonly ledgerApp: SeenApp | null;
  readonly minimumApp: string;
  /** The services that it asks. */
  readonly links: readonly SignerLink[];
  /** What both parties of a two-party signer came to when they were asked last; null where they never were. */
  readonly keyshares: { readonly condition: KeyshareCondition; readonly askedAtMs: number | null };
}

/** The clock of an exchange whose key is in use, against ours; null while it has not said its time. */
export interface ExchangeClock {
  readonly title: string;
  readonly skewMs: number | null;
}

/** What the checklist is judged by: what the console's own registers and looks say now. */
export interface ChecklistFacts {
  readonly nowMs: number;
  readonly status: SystemStatus;
  readonly custody: Custody;
  readonly backups: Backups;
  readonly contacts: Contacts;
  readonly signing: SigningFacts;
  readonly exchangeClocks: readonly ExchangeClock[];
  /** When the audit trail was last found not to hold, and how; null where it never was. */
  readonly lastBreak: Seen | null;
  /** Whether a private key is given in the environment or in a .env. */
  readonly hasEnvironmentKey: boolean;
  /** The names of secrets that the .env of the data folder holds, none of their values. */
  readonly secretsInFiles: readonly string[];
  readonly plainKeys: PlainKeys;
  readonly limits: Limits;
  readonly policyRows: readonly PolicyRow[];
  /** Null until trading on paper is open. */
  readonly paper: PaperRecord | null;
  readonly host: HostProgram;
  /** When the gate was last seen to refuse an order because of the halt; null where that was never seen. */
  readonly haltTest: Seen | null;
  /** How the self-test ended last, and what a self-test of now would speak for. */
  readonly selfTest: SelfTestNote | null;
  readonly testedHost: string;
  /** What this console was built from; null where it runs from its sources. */
  readonly build: BuildFacts | null;
  /** What the person said of the encryption of this computer's disk. */
  readonly diskEncrypted: Seen | null;
  /** Waivers by the item they are for, whether they still hold or not. */
  readonly waivers: Readonly<Record<string, Waiver>>;
}
