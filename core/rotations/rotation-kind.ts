import type { BackupComponent } from '../contract/shapes.ts';
import type { Custody } from '../credentials/open-custody.ts';
import type { StoredCredential } from '../custody/credentials-table.ts';
import type { Result } from '../domain/result.ts';
import type { Exchanges } from '../exchanges/exchanges.ts';
import type { Foundations } from '../foundations.ts';
import type { Ports } from '../ports.ts';
import type { AnyPlan } from '../procedures/any-plan.ts';
import type { CommonPorts } from '../procedures/common-steps.ts';
import type { UnderWay } from '../procedures/procedures.ts';

/** One kind of procedure as it runs in this console: its steps, how one begins, and what it forbids meanwhile. */
export interface RotationKind {
  readonly plan: AnyPlan;
  /** The facts that one for this credential begins with; `conflict` where it cannot be rotated so. */
  begin(credential: StoredCredential): Result<unknown> | Promise<Result<unknown>>;
  /** Whether a credential may be made the one that is used while this one is under way: `conflict` where it may not. */
  mayUse?(underWay: UnderWay, credentialId: string): Result<void>;
  /** Whether a credential may be wiped while this one is under way: `conflict` where it is still needed. */
  mayWipe?(underWay: UnderWay, credentialId: string): Result<void>;
  /** Whether a backup of this component may be taken out of the register while this one is under way: `conflict` where it is still needed. */
  mayRetireBackup?(underWay: UnderWay, component: BackupComponent): Result<void>;
  /** The old keystore files that may be deleted while this one is under way: `conflict` while they are needed. Only where it keeps them. */
  oldKeystores?(underWay: UnderWay): Result<readonly string[]>;
}

/** What a kind is made of: the console, as far as a rotation sees it. */
export interface RotationKindParts {
  readonly ports: Ports;
  readonly foundations: Foundations;
  readonly custody: Custody;
  readonly exchanges: Exchanges;
  readonly common: CommonPorts;
}
