import type { StoredCredential } from '../custody/credentials-table.ts';
import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import { haltStep, paperTradeStep, releaseStep } from './common-steps.ts';
import { fundsStep } from './funds-step.ts';
import { type KeyReplacement, readKeyReplacement } from './key-replacement.ts';
import type { KeyReplacementPorts, SeenFile } from './keystore-ports.ts';
import { deleteOldStep, keystoreHealthStep } from './keystore-steps.ts';
import {
  allowlistStep,
  linesStep,
  newKeyOpensStep,
  newKeySignsStep,
  newKeystoreStep,
  pinStep,
  whileNewIsPinned,
} from './new-keystore-steps.ts';
import type { Plan, Step } from './step.ts';

/**
 * Begins the replacement of the keystore's key; `conflict` for another credential, where no keystore can be read, or where nobody knows
 * its address: `pinned` is the one that it must sign for, null where none is pinned. `others` are the keystores that lie beside it.
 */
export function beginKeyReplacement(
  { kind, state }: StoredCredential,
  inUse: SeenFile | null,
  pinned: string | null,
  others: readonly SeenFile[],
): Result<KeyReplacement> {
  const oldAddress = inUse?.address ?? pinned;
  if (kind === 'keystore-password' && state === 'active' && inUse !== null && oldAddress !== null) {
    const otherAddresses = others.flatMap(({ address }) => (address === null ? [] : [address]));
    return ok({ oldFile: inUse.file, oldAddress, otherAddresses, newFile: null, newAddress: null });
  }
  const what = 'only a keystore that is there and whose address is known can be replaced so';
  return conflict(what);
}

/** The files of the old key that still lie there: its keystore, and copies of it under old passwords. */
export function oldKeyFiles(
  ports: Pick<KeyReplacementPorts, 'isThere' | 'oldCopies'>,
  { oldFile }: KeyReplacement,
): readonly string[] {
  return [...(ports.isThere(oldFile) ? [oldFile] : []), ...ports.oldCopies(oldFile)];
}

/**
 * CUSTODY.md's rotation of a keystore where the key becomes another one, also after a suspicion: a new keystore beside the old, pinned,
 * proved and used; then what lies at the old address is moved, and the old file is deleted last.
 */
export function keyReplacementPlan(ports: KeyReplacementPorts): Plan<KeyReplacement> {
  const pinned = (step: Step<KeyReplacement>) => whileNewIsPinned(ports, step);
  return {
    kind: 'replace-keystore-key',
    read: readKeyReplacement,
    validatedBy: 'paper-trade',
    steps: [
      haltStep(ports, () => 'The key of the keystore is being replaced'),
      newKeystoreStep(ports),
      linesStep(ports),
      newKeyOpensStep(ports),
      allowlistStep(ports),
      pinStep(ports),
      pinned(newKeySignsStep(ports)),
      pinned(keystoreHealthStep(ports)),
      pinned(paperTradeStep(ports)),
      pinned(releaseStep(ports)),
      fundsStep(ports),
      pinned(deleteOldStep((facts) => oldKeyFiles(ports, facts))),
    ],
  };
}
