import { err, ok, type Result } from '../../domain/result.ts';
import type { Check, DeviceLease } from './device-lease.ts';
import type { EthApp, OpenApp } from './eth-app.ts';
import { type LedgerProblem, ledgerProblem } from './problems.ts';

/**
 * Opens the Ethereum app for the person: another app is ended first, then the dashboard asks on its screen. Each step takes the device off
 * USB for a moment; it is waited for. Opens nothing where Ethereum is open already, however old it is.
 */
export async function openEthereum(lease: DeviceLease): Promise<Result<OpenApp, LedgerProblem>> {
  const first = await lease.connect((app) => app.openApp(), { onlyOne: true });
  if (!first.ok) return first;
  let { app } = first.value;
  if (first.value.found.name === 'Ethereum') return ok(first.value.found);
  if (first.value.found.name !== 'BOLOS') {
    const quit = await app.quitApp();
    if (!quit.ok && !isLeaving(quit.error)) return quit;
    await lease.expectBack();
    const back = await lease.connect(showing('BOLOS'), { onlyOne: true });
    if (!back.ok) return back;
    app = back.value.app;
  }
  const started = await app.startEthereum();
  if (!started.ok && !isLeaving(started.error)) return started;
  await lease.expectBack();
  const opened = await lease.connect(showing('Ethereum'), { onlyOne: true });
  return opened.ok ? ok(opened.value.found) : opened;
}

/** A device that leaves USB may take its answer with it. */
function isLeaving({ fault }: LedgerProblem): boolean {
  return fault === 'disconnected';
}

/** Until the device shows the app, it counts as not back yet. */
function showing(name: string): Check<OpenApp> {
  return async (app: EthApp) => {
    const found = await app.openApp();
    if (!found.ok || found.value.name === name) return found;
    return err(ledgerProblem('disconnected', 'disconnected', `The Ledger did not come back with ${name} open.`));
  };
}
