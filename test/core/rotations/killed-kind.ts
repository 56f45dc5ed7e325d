import type { Procedure, ProcedureKind } from '../../../core/contract/shapes.ts';
import type { RealConsole } from './real-console.ts';

/** What a person does beside a procedure: in the world, and at a terminal. */
export interface Deed {
  /**
   * Done before the step is tried, and once more where the console was ended hard in its middle: what is so already is left. Its own
   * outcome is not looked at: the step finds out.
   */
  readonly act?: (console: RealConsole) => Promise<unknown>;
  /** What the person says with the step. */
  readonly word?: string;
}

/** One kind of procedure as it is driven, and ended hard at its steps, in a real process. */
export interface KilledKind {
  readonly kind: ProcedureKind;
  /** Makes a folder with what is to be rotated in it, and the world around it. */
  prepare(): Promise<KilledWorld>;
}

/** The world around one procedure. */
export interface KilledWorld {
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Whether the vault is opened at every start: a key is derived for that, which takes its time. */
  readonly needsVault: boolean;
  /** Begins the procedure. */
  begin(console: RealConsole): Promise<Procedure>;
  /** What the person does, by the step that looks for it; a step that is not here needs nobody. */
  readonly deeds: Readonly<Record<string, Deed>>;
  /**
   * Makes the world keep back its answer to what a step, or the deed before it, asks of it, and tells whether it was asked. Null for
   * what asks nobody: then the console is ended once it has written that it begins.
   */
  holdBack(stepId: string, what: 'deed' | 'try'): (() => boolean) | null;
  /** The world answers again. */
  letGo(): void;
  /** What must hold of the credentials whenever the console has started again. Throws. */
  check(console: RealConsole, procedure: Procedure): Promise<void>;
  close(): Promise<void>;
}
