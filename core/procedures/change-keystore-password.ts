import type { StoredCredential } from '../custody/credentials-table.ts';
import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import { haltStep, paperTradeStep, releaseStep } from './common-steps.ts';
import type { KeystorePorts, SeenFile } from './keystore-ports.ts';
import { deleteOldStep, keystoreHealthStep } from './keystore-steps.ts';
import { newOpensStep, newPasswordStep, newSignsStep, oldSignsStep, whileNewOpens } from './new-password-steps.ts';
import { type PasswordChange, readPasswordChange } from './password-change.ts';
import type { Plan, Step } from './step.ts';

/** Begins the change of the keystore's password; `conflict` for another credential, or where no keystore can be read. */
export function beginPasswordChange({ kind, state }: StoredCredential, inUse: SeenFile | null): Result<PasswordChange> {
  if (kind !== 'keystore-password' || state !== 'active' || inUse === null) {
    const what = 'only the password of a keystore that is there can be changed so';
    return conflict(what);
  }
  return ok({ file: inUse.file, address: inUse.address, oldDigest: inUse.digest, newDigest: null });
}

/**
 * CUSTODY.md's rotation of a keystore where the key stays: the same key under another password. It helps against nobody who had the old
 * file and its password: that needs a new key.
 */
export function passwordChangePlan(ports: KeystorePorts): Plan<PasswordChange> {
  const opened = (step: Step<PasswordChange>) => whileNewOpens(ports, step);
  return {
    kind: 'change-keystore-password',
    read: readPasswordChange,
    validatedBy: 'paper-trade',
    steps: [
      haltStep(ports, () => "The keystore's password is being changed"),
      oldSignsStep(ports),
      newPasswordStep(ports),
      newOpensStep(ports),
      opened(newSignsStep(ports)),
      opened(keystoreHealthStep(ports)),
      opened(paperTradeStep(ports)),
      opened(releaseStep(ports)),
      opened(deleteOldStep(({ file }) => ports.oldCopies(file))),
    ],
  };
}

/** Whether the file under the old password may be deleted now: at the last step, no sooner. `conflict`. */
export function mayDeleteOld(stepId: string): Result<void> {
  if (stepId === 'delete-old') return ok(undefined);
  const what = 'its rotation still needs the old file: it is deleted at the end, or after the rotation was left';
  return conflict(what);
}
