import type { SignerState } from '../signer.ts';
import type { OpenApp } from './eth-app.ts';
import type { LedgerFault, LedgerProblem } from './problems.ts';

/** The state a Ledger is in; the faults that are states of it, and the three that are not faults. */
export type LedgerStateCode = LedgerFault | 'not-asked' | 'waiting-for-you' | 'ready';

/** What the one button beside a state does. */
export type LedgerAction = 'check' | 'open-app' | 'copy-udev-rule';

/** A Ledger's state for a person, with its one button; null where there is nothing to press. */
export interface LedgerState extends SignerState {
  readonly code: LedgerStateCode;
  readonly action: LedgerAction | null;
}

/** The rule that lets whoever sits at a Linux computer use a Ledger (USB vendor 2c97), for a file in /etc/udev/rules.d. */
export const udevRule = [
  'SUBSYSTEMS=="usb", ATTRS{idVendor}=="2c97", MODE="0660", TAG+="uaccess"',
  'KERNEL=="hidraw*", ATTRS{idVendor}=="2c97", MODE="0660", TAG+="uaccess"',
].join('\n');

/** Before it was first asked. */
export const notAsked: LedgerState = {
  code: 'not-asked',
  isReady: false,
  text: 'The Ledger has not been asked yet.',
  needs: 'Check the Ledger',
  action: 'check',
};

/** While a person has something to answer on its screen. */
export const waitingForYou: LedgerState = {
  code: 'waiting-for-you',
  isReady: false,
  text: 'The Ledger waits for your answer.',
  needs: 'Compare and answer on the Ledger',
  action: null,
};

/** Everything was found right. */
export function readyState({ name, version }: OpenApp, allowsBlindSigning: boolean): LedgerState {
  const blind = allowsBlindSigning ? ' Blind signing is on there.' : '';
  return {
    code: 'ready',
    isReady: true,
    text: `The Ledger is ready: ${name} ${version}.${blind}`,
    needs: null,
    action: null,
  };
}

interface Remedy {
  readonly needs: string;
  readonly action?: LedgerAction;
}

/** What to do about each state. */
const remedies: Readonly<Partial<Record<LedgerFault, Remedy>>> = {
  'usb-unavailable': { needs: 'Install libusb (the package libusb-1.0-0) and start again' },
  absent: { needs: 'Connect the Ledger and unlock it' },
  several: { needs: 'Leave only one Ledger connected' },
  'no-permission': { needs: 'Add the udev rule and plug the Ledger in again', action: 'copy-udev-rule' },
  held: { needs: 'Close Ledger Live and other wallets' },
  busy: { needs: 'Refuse the earlier request on the Ledger' },
  disconnected: { needs: 'Connect the Ledger again' },
  'no-answer': { needs: 'Unlock the Ledger' },
  locked: { needs: 'Unlock the Ledger with its PIN' },
  'not-set-up': { needs: "Finish the Ledger's setup" },
  bootloader: { needs: 'Start the Ledger normally' },
  dashboard: { needs: 'Open the Ethereum app', action: 'open-app' },
  'wrong-app': { needs: 'Open the Ethereum app', action: 'open-app' },
  'app-not-installed': { needs: 'Install the Ethereum app with Ledger Live' },
  'app-too-old': { needs: 'Update the Ethereum app with Ledger Live' },
  'wrong-seed': { needs: 'Connect the Ledger that holds the pinned address' },
  'blind-signing-off': { needs: 'Allow blind signing in the app for this one, and turn it off afterwards' },
  'not-understood': { needs: 'Unplug the Ledger and plug it in again' },
  protocol: { needs: 'Unplug the Ledger and plug it in again' },
  garbled: { needs: 'Unplug the Ledger and plug it in again' },
  'device-internal': { needs: 'Unplug the Ledger and plug it in again' },
  unknown: { needs: 'Unplug the Ledger and plug it in again' },
};

/** Whether a fault says how the device is; the others end one request and leave the device as it was. */
export function isDeviceState(fault: LedgerFault): boolean {
  return remedies[fault] !== undefined;
}

/** The state that a problem shows. */
export function problemState({ fault, why }: LedgerProblem): LedgerState {
  const { needs, action = 'check' }: Remedy = remedies[fault] ?? { needs: 'Check the Ledger' };
  return { code: fault, isReady: false, text: why, needs, action };
}
