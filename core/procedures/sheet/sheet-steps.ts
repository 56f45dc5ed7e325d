import type { SignerKindName } from '../../domain/signer-kinds.ts';

/** What decides which steps there are. */
export interface StepFacts {
  readonly hasKeys: boolean;
  readonly signer: SignerKindName | null;
  readonly hasOthers: boolean;
  readonly hasContacts: boolean;
  readonly hasBackups: boolean;
  /** Whether keystores lie on the computer beside the one in use. */
  readonly hasOtherKeystores: boolean;
  /** Where everything may go, by chain. */
  readonly rescue: readonly { readonly chain: string; readonly address: string }[];
}

/** What is done about a signer, by its kind: what its key is worth to whoever has the computer, and who can move what lies at its address; RESCUE stands for where to. */
const signerSteps: Readonly<Record<SignerKindName, string>> = {
  env_private_key:
    'Take the signer’s key as known: it lay readable on the computer. It signs for development chains only; if anything of worth lies at its address, move it to RESCUE.',
  keystore:
    'Move what lies at the signer’s address to RESCUE, with the keystore’s backup on another computer: whoever opens the file has the key.',
  remote:
    'Have the signing service refuse the certificate of this computer, or stop it. Only then move what lies at its address, if you must.',
  cb_mpc_2pc:
    'Have both parties of the signer refuse this computer. If a share lay on it, refresh the shares at once: with an old backup of the other it would be the key.',
  ledger:
    'The Ledger signs with its PIN only, and nothing of it lay on the computer. If it is gone as well, restore its recovery phrase on another device and move everything to RESCUE.',
};

/** What to do, in this order: revoke before anything is replaced (CUSTODY.md, emergency procedure). */
export function sheetSteps(facts: StepFacts): readonly string[] {
  const { hasBackups, hasContacts, hasKeys, hasOtherKeystores, hasOthers, rescue, signer } = facts;
  const setUp = 'Then set up the console on another computer';
  return [
    ...(hasKeys
      ? [
          'From another device, delete every key below at its exchange. Make no new one yet. Where you cannot sign in, have the exchange freeze the account.',
          'There, cancel open orders, end all sessions, change the password if the computer was signed in, and look for withdrawals and new withdrawal addresses.',
        ]
      : []),
    ...(signer === null ? [] : [signerSteps[signer].replace('RESCUE', rescueWords(rescue))]),
    ...(hasOtherKeystores
      ? [
          `Whoever opens the other keystores below has their keys, too. Move what lies at their addresses to ${rescueWords(rescue)}.`,
        ]
      : []),
    ...(hasOthers ? ['Take back what else lay on the computer, as the table says.'] : []),
    hasContacts
      ? 'Tell the contacts below, each what concerns them.'
      : 'Tell whoever must know. No contact was documented when this was printed.',
    'Write down what you did and when, and whoever had been at the computer before.',
    hasBackups
      ? `${setUp} with the backups below: \`portcullis vault import FILE\`. Give everything a new passphrase, and make new keys.`
      : `${setUp}. No backup was recorded when this was printed: if you have one of the vault, use \`portcullis vault import FILE\`. Give everything a new passphrase, and make new keys.`,
  ];
}

/** Where things are moved to, in words that are true of what is set. */
function rescueWords(rescue: StepFacts['rescue']): string {
  if (rescue.length === 0)
    return 'an address whose key was never on the computer (no rescue address was set when this was printed)';
  const where = rescue.map(({ address, chain }) => `${address} on ${chain}`).join(', ');
  return `the rescue address: ${where}; on any other chain, none was set`;
}
