import type { Address } from '../../domain/address.ts';

/** What recovery shares can be for: a copy of the vault, a keystore, or what one party of the two-party signer keeps of its own. */
export const recoveryKinds = ['vault', 'keystore', 'mpc-0', 'mpc-1'] as const;
export type RecoveryKind = (typeof recoveryKinds)[number];

/** What one set of shares is for. */
export interface RecoverySubject {
  readonly kind: RecoveryKind;
  /** Whose key it is; null for a vault, which may hold many. */
  readonly address: Address | null;
}

/** The party of the two-party signer whose own it is; null for what is no party's. */
export function partyOf(kind: RecoveryKind): 0 | 1 | null {
  return kind === 'mpc-0' ? 0 : kind === 'mpc-1' ? 1 : null;
}

/** A subject in words, such as 'the keystore of 0x…'. */
export function subjectWords({ address, kind }: RecoverySubject): string {
  const whose = address === null ? '' : ` of ${address}`;
  switch (kind) {
    case 'vault':
      return 'a copy of the vault';
    case 'keystore':
      return `the keystore${whose}`;
    case 'mpc-0':
    case 'mpc-1':
      return `the bundle of party ${partyOf(kind)}${whose}`;
  }
}
