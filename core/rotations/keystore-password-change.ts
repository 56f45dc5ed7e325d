import { ok } from '../domain/result.ts';
import { beginPasswordChange, mayDeleteOld, passwordChangePlan } from '../procedures/change-keystore-password.ts';
import { type KeystoreRotationParts, keystorePorts } from './keystore-ports.ts';
import { type RotationKind, rotationKind } from './rotation-kind.ts';

/** The same key of the keystore in use under another password. */
export function keystorePasswordChange(parts: KeystoreRotationParts): RotationKind {
  const ports = keystorePorts(parts);
  return rotationKind({
    plan: passwordChangePlan(ports),
    begin: (credential) => beginPasswordChange(credential, ports.inUse()),
    oldKeystores({ file }, stepId) {
      const may = mayDeleteOld(stepId);
      return may.ok ? ok(ports.oldCopies(file)) : may;
    },
  });
}
