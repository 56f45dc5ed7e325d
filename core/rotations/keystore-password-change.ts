import { err, ok } from '../domain/result.ts';
import { anyPlan } from '../procedures/any-plan.ts';
import { beginPasswordChange, mayDeleteOld, passwordChangePlan } from '../procedures/change-keystore-password.ts';
import { readPasswordChange } from '../procedures/password-change.ts';
import { storageFailed } from '../store/stored.ts';
import { type KeystoreRotationParts, keystorePorts } from './keystore-ports.ts';
import type { RotationKind } from './rotation-kind.ts';

/** The same key of the keystore in use under another password. */
export function keystorePasswordChange(parts: KeystoreRotationParts): RotationKind {
  const ports = keystorePorts(parts);
  return {
    plan: anyPlan(passwordChangePlan(ports)),
    begin: (credential) => beginPasswordChange(credential, ports.inUse()),
    oldKeystores({ facts, stepId }) {
      const read = readPasswordChange(facts);
      if (read === null) return err(storageFailed('a rotation is not one'));
      const may = mayDeleteOld(stepId);
      return may.ok ? ok(ports.oldCopies(read.file)) : may;
    },
  };
}
