import type { SignerKindName } from '../../domain/signer-kinds.ts';

/** What decides which steps there are. */
export interface StepFacts {
  readonly hasKeys: boolean;
  readonly signer: SignerKindName | null;
  readonly hasOthers: boolean;
  readonly hasContacts: boolean;
}

/** What is done about a signer, by its kind: what its key is worth to whoever has the computer, and who can move what lies at its address. */
const signerSteps: Readonly<Record<SignerKindName, string>> = {
  env_private_key:
    'Take the signer’s key as known: it lay readable on the computer. It signs for development chains only; if anything of worth lies at its address, move it to the rescue address.',
  keystore:
    'Move what lies at the signer’s address to the rescue address, with the keystore’s backup on another computer: whoever opens the file has the key.',
  remote:
    'Have the signing service refuse the certificate of this computer, or stop it. Only then move what lies at its address, if you must.',
  cb_mpc_2pc:
    'Have both parties of the signer refuse this computer. If a share lay on it, refresh the shares at once: with an old backup of the other it would be the key.',
  ledger:
    'The Ledger signs with its PIN only, and nothing of it lay on the computer. If it is gone as well, restore its recovery phrase on another device and move everything to the rescue address.',
};

/** What to do, in this order: revoke before anything is replaced (CUSTODY.md, emergency procedure). */
export function sheetSteps({ hasContacts, hasKeys, hasOthers, signer }: StepFacts): readonly string[] {
  return [
    ...(hasKeys
      ? [
          'From another device, delete every key below at its exchange. Make no new one yet. Where you cannot sign in, have the exchange freeze the account.',
          'There, cancel open orders, end all sessions, change the password if the computer was signed in, and look for withdrawals and new withdrawal addresses.',
        ]
      : []),
    ...(signer === null ? [] : [signerSteps[signer]]),
    ...(hasOthers ? ['Take back what else lay on the computer, as the table says.'] : []),
    hasContacts
      ? 'Tell the contacts below, each what concerns them.'
      : 'Tell whoever must know. No contact was documented when this was printed.',
    'Write down what you did and when, and whoever had been at the computer before.',
    'Then set up the console on another computer with the backups below: `portcullis vault import FILE`. Give everything a new passphrase, and make new keys.',
  ];
}
