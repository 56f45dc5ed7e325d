import type { BackupComponent } from '../contract/shapes.ts';
import type { Custody } from '../credentials/open-custody.ts';
import type { StoredCredential } from '../custody/credentials-table.ts';
import { err, type Result } from '../domain/result.ts';
import type { Exchanges } from '../exchanges/exchanges.ts';
import type { Foundations } from '../foundations.ts';
import type { Ports } from '../ports.ts';
import { type AnyPlan, anyPlan } from '../procedures/any-plan.ts';
import type { CommonPorts } from '../procedures/common-steps.ts';
import type { UnderWay } from '../procedures/procedures.ts';
import type { Plan } from '../procedures/step.ts';
import { storageFailed } from '../store/stored.ts';

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

/** A kind as it is written: over the facts of its own plan. */
export interface KindOf<Facts> extends Pick<RotationKind, 'begin'> {
  readonly plan: Plan<Facts>;
  readonly mayUse?: Guard<Facts, [credentialId: string], void>;
  readonly mayWipe?: Guard<Facts, [credentialId: string], void>;
  readonly mayRetireBackup?: Guard<Facts, [component: BackupComponent], void>;
  readonly oldKeystores?: Guard<Facts, [], readonly string[]>;
}

/** What a kind answers while one is under way, from its facts and the step at which it stands. */
type Guard<Facts, Asked extends unknown[], T> = (facts: Facts, stepId: string, ...asked: Asked) => Result<T>;

/** A kind as the console sees it. Where what is kept is none of its facts every guard answers `storage-failed`: nothing is changed then. */
export function rotationKind<Facts>(kind: KindOf<Facts>, unreadable = 'a rotation is not one'): RotationKind {
  const { begin, mayRetireBackup, mayUse, mayWipe, oldKeystores, plan } = kind;
  const guarded =
    <Asked extends unknown[], T>(guard: Guard<Facts, Asked, T>) =>
    ({ facts, stepId }: UnderWay, ...asked: Asked): Result<T> => {
      const read = plan.read(facts);
      return read === null ? err(storageFailed(unreadable)) : guard(read, stepId, ...asked);
    };
  return {
    plan: anyPlan(plan),
    begin,
    ...(mayUse === undefined ? {} : { mayUse: guarded(mayUse) }),
    ...(mayWipe === undefined ? {} : { mayWipe: guarded(mayWipe) }),
    ...(mayRetireBackup === undefined ? {} : { mayRetireBackup: guarded(mayRetireBackup) }),
    ...(oldKeystores === undefined ? {} : { oldKeystores: guarded(oldKeystores) }),
  };
}

/** What is wrong with the vault or the audit trail, in sentences; none where both are well. */
export async function ownProblems({ audit, vault }: Pick<Foundations, 'audit' | 'vault'>): Promise<readonly string[]> {
  const chain = await audit.verify();
  return [
    ...(vault.state() === 'locked' ? ['The vault is locked.'] : []),
    ...(chain.ok && chain.value.ok ? [] : ['The audit trail does not hold.']),
  ];
}

/** What a kind is made of: the console, as far as a rotation sees it. */
export interface RotationKindParts {
  readonly ports: Ports;
  readonly foundations: Foundations;
  readonly custody: Custody;
  readonly exchanges: Exchanges;
  readonly common: CommonPorts;
}
