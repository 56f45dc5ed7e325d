import type { BackupComponent } from '../../contract/shapes.ts';

/** What is known of a kind of backup: CUSTODY.md's columns, how it is verified, and what is asked of it. */
export interface ComponentFacts {
  readonly title: string;
  readonly expected: { readonly place: string; readonly encryption: string; readonly access: string };
  /** Whether this console opens the file itself. It never looks into what is an MPC party's, nor at a share. */
  readonly isOpenedHere: boolean;
  readonly asksTwoPersons: boolean;
  readonly asksSplit: boolean;
}

const usual = { isOpenedHere: false, asksTwoPersons: false, asksSplit: false } as const;

/** CUSTODY.md's four rows, then ours: what this console keeps and cannot make again. */
export const backupComponents: Readonly<Record<BackupComponent, ComponentFacts>> = {
  'mpc-party-0': {
    ...usual,
    title: 'Party 0 keyshare',
    expected: { place: 'HSM or secure enclave', encryption: 'AES-256', access: 'Two persons' },
    asksTwoPersons: true,
  },
  'mpc-party-1': {
    ...usual,
    title: 'Party 1 keyshare',
    expected: { place: 'Another HSM or enclave', encryption: 'AES-256', access: 'Two persons' },
    asksTwoPersons: true,
  },
  'recovery-seed': {
    ...usual,
    title: 'Recovery seed',
    expected: { place: 'Cold storage, offline', encryption: 'Shamir, 3 of 5', access: 'Split over places' },
    asksSplit: true,
  },
  'tls-certificates': {
    ...usual,
    title: 'TLS certificates',
    expected: { place: 'Secrets manager', encryption: 'At rest', access: 'Service accounts' },
  },
  vault: {
    ...usual,
    title: 'Vault',
    expected: { place: 'Apart from this computer', encryption: 'AES-256 under a passphrase', access: 'You' },
    isOpenedHere: true,
  },
  keystore: {
    ...usual,
    title: 'Keystore',
    expected: { place: 'Apart from this computer', encryption: 'Version 3, scrypt', access: 'You' },
    isOpenedHere: true,
  },
  policy: {
    ...usual,
    title: 'Policy document',
    expected: { place: 'Apart from this computer', encryption: 'None is needed', access: 'You' },
    isOpenedHere: true,
  },
};
