import type { Address } from '../../domain/address.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { isAtLeast } from './app-version.ts';
import type { DerivationPath } from './derivation.ts';
import type { EthApp, OpenApp } from './eth-app.ts';
import { type LedgerProblem, ledgerProblem } from './problems.ts';

/** The account that is used: its path, and its address once it is pinned. */
export interface LedgerAccount {
  readonly path: DerivationPath;
  readonly address: Address | null;
}

/** A device in which everything is as it must be before it is given something to sign. */
export interface Readiness {
  readonly app: OpenApp;
  readonly allowsBlindSigning: boolean;
  readonly address: Address;
}

/** The dashboard's own name for itself. */
const dashboard = 'BOLOS';

/**
 * Asks a device whether it is ready, showing nothing on it: the Ethereum app is open and new enough, and the address at the path is the
 * pinned one. It is asked before every signature, for another app answers the signing command with something that looks like one.
 */
export async function checkReadiness(
  device: EthApp,
  { path, address: pinned }: LedgerAccount,
  minimumVersion: string,
): Promise<Result<Readiness, LedgerProblem>> {
  const app = await checkApp(device, minimumVersion);
  if (!app.ok) return app;
  const blind = await device.allowsBlindSigning();
  if (!blind.ok) return err(inEthereum(blind.error));
  const address = await device.address(path, false);
  if (!address.ok) return err(inEthereum(address.error));
  if (pinned !== null && address.value !== pinned) {
    return err(
      ledgerProblem(
        'wrong-seed',
        'wrong-seed',
        `This Ledger has ${address.value} at ${path}, not the pinned ${pinned}.`,
      ),
    );
  }
  return ok({ app: app.value, allowsBlindSigning: blind.value, address: address.value });
}

/** Whether the Ethereum app is open, in a version that is new enough. */
export async function checkApp(device: EthApp, minimumVersion: string): Promise<Result<OpenApp, LedgerProblem>> {
  const opened = await device.openApp();
  if (!opened.ok) return opened;
  const { name, version } = opened.value;
  if (name === dashboard) return err(ledgerProblem('dashboard'));
  if (name !== 'Ethereum') {
    return err(ledgerProblem('wrong-app', 'wrong-app', `The ${name} app is open on the Ledger.`));
  }
  if (!isAtLeast(version, minimumVersion)) {
    const why = `The Ledger's Ethereum app is ${version}; at least ${minimumVersion} is needed.`;
    return err(ledgerProblem('app-too-old', 'app-too-old', why));
  }
  return opened;
}

/** In the Ethereum app, a command that is not understood means that the app is too old for it. */
export function inEthereum(problem: LedgerProblem): LedgerProblem {
  return problem.fault === 'not-understood' ? ledgerProblem('app-too-old', problem.code) : problem;
}
