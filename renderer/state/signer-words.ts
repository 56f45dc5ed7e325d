import type { SignerBoard, SignerChip, SignerRow } from '../../core/contract/shapes.ts';
import type { SignerKindName } from '../../core/domain/signer-kinds.ts';
import { shownText } from '../escape.ts';
import { shortHex } from '../format/address.ts';
import { agoInWords } from '../format/time.ts';

/** The kinds of signer by their names; a test holds them against the core's. */
export const signerNames: Readonly<Record<SignerKindName, string>> = {
  env_private_key: 'Key in the environment',
  keystore: 'Keystore',
  remote: 'Remote signer',
  cb_mpc_2pc: 'Two-party signer',
  ledger: 'Ledger',
};

/** A kind of signer by its name, from wherever its code comes. */
export function signerName(kind: string): string {
  return Object.hasOwn(signerNames, kind) ? signerNames[kind as SignerKindName] : shownText(kind);
}

/** What each kind is, in one sentence. */
export const signerDescriptions: Readonly<Record<SignerKindName, string>> = {
  env_private_key: 'A private key in the variable PRIVATE_KEY. For development on paper only.',
  keystore: 'An encrypted file on this computer. Its key is opened in a process of its own.',
  remote: 'A signing service that you run, asked over a protected connection.',
  cb_mpc_2pc: 'Two services that hold half a key each. No one ever has the whole of it.',
  ledger: 'A device with its own screen: you compare and confirm every transaction on it.',
};

/** The rule that lets whoever sits at a Linux computer use a Ledger; a test holds it against the core's. */
export const udevRule = [
  'SUBSYSTEMS=="usb", ATTRS{idVendor}=="2c97", MODE="0660", TAG+="uaccess"',
  'KERNEL=="hidraw*", ATTRS{idVendor}=="2c97", MODE="0660", TAG+="uaccess"',
].join('\n');

/** The signer for the top bar: which one, and what state it is in. */
export function signerChipWords({ address, isReady, kind, text }: SignerChip): {
  readonly short: string;
  readonly more: string;
  readonly tone: 'good' | 'caution' | 'calm';
} {
  if (kind === null) return { short: 'No signer', more: '', tone: 'calm' };
  const short = address === null ? signerNames[kind] : `${signerNames[kind]} ${shortHex(address)}`;
  return { short, more: shownText(text), tone: isReady ? 'good' : 'caution' };
}

/** The one thing to do, as a sentence. */
export function needsSentence(needs: string): string {
  const shown = shownText(needs);
  return shown.endsWith('.') ? shown : `${shown}.`;
}

/** What is to be known of a device's lines before they are compared; null when they say it themselves. */
export function deviceNote(lines: readonly { readonly text: string }[]): string | null {
  const hasNoTicker = lines.some(({ text }) => text.endsWith(' ???'));
  return hasNoTicker ? 'A Ledger writes ??? for the coin of a network that it does not know.' : null;
}

/** By whose word the active signer is the active one. */
export function chosenByWords({ active, chosenBy }: Pick<SignerBoard, 'active' | 'chosenBy'>): string {
  if (chosenBy === 'environment') {
    return `SIGNER_TYPE chooses ${active === null ? 'the signer' : signerNames[active]}; another cannot be chosen here.`;
  }
  return chosenBy === 'console'
    ? 'You chose it here, in the approval window.'
    : 'No signer is chosen. Trading on the practice market needs none.';
}

/** When something was last proved: 'never', or '12 days ago'. */
export function lastProof(atMs: number | null, nowMs: number): string {
  return atMs === null ? 'never' : agoInWords(atMs, nowMs);
}

/** What a signer can do, in words. */
export function capabilityWords({
  canSignTexts,
  hasScreen,
  isForLive,
  takesAccessLists,
}: SignerRow): readonly string[] {
  return [
    hasScreen ? 'Shows addresses and transactions on its own screen.' : 'Has no screen: it signs what it is given.',
    canSignTexts
      ? 'Its test makes a real signature over a text.'
      : 'It signs no texts: its test asks only for its address.',
    takesAccessLists ? 'Takes access lists.' : 'Takes no access lists.',
    isForLive ? 'May sign for live.' : 'Never signs for live.',
  ];
}

/** The one button that a state of the Ledger asks for. */
export function ledgerAction(code: string): 'open-app' | 'copy-udev-rule' | 'check' {
  if (code === 'dashboard' || code === 'wrong-app') return 'open-app';
  return code === 'no-permission' ? 'copy-udev-rule' : 'check';
}
