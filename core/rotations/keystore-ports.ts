import type { Chains } from '../chains.ts';
import type { KeystorePorts } from '../procedures/keystore-ports.ts';
import { oldCopiesOf, seenKeystore } from '../signing/keystore-files.ts';
import type { Keystores } from '../signing/keystores.ts';
import type { Signing } from '../signing/signing.ts';
import type { StandingPolicy } from '../standing-policy.ts';
import type { AddressBook } from '../trading/transactions/address-book.ts';
import { ownProblems, type RotationKindParts } from './rotation-kind.ts';

/** What the procedures with a keystore are made of besides. */
export interface KeystoreRotationParts extends RotationKindParts {
  readonly dataFolder: string;
  readonly keystores: Keystores;
  readonly signing: Signing;
  readonly chains: Chains;
  readonly book: AddressBook;
  readonly policy: StandingPolicy;
}

/** The keystore and its signer as a procedure sees them. */
export function keystorePorts({ common, foundations, keystores, signing }: KeystoreRotationParts): KeystorePorts {
  const { settings } = foundations;
  return {
    ...common,
    inUse() {
      const file = keystores.file();
      return file === null ? null : seenKeystore(file);
    },
    opens: keystores.opens,
    isPasswordSet: () => settings.values.KEYSTORE_PASSWORD !== undefined,
    signer() {
      const desk = signing.active.desk();
      return desk.ok ? { kind: desk.value.signer.kind, pinned: desk.value.pinned } : null;
    },
    async signs() {
      // What is open already was opened from the file as it was.
      await signing.active.reopen();
      const tested = await signing.test('core');
      return tested.ok ? { ok: true, value: tested.value.address } : tested;
    },
    health: () => ownProblems(foundations),
    oldCopies: oldCopiesOf,
  };
}
