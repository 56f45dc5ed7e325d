import { haltStep, paperTradeStep, releaseStep } from './common-steps.ts';
import { archiveStep, newBackupsStep, registerStep } from './keyshare-backup-steps.ts';
import type { KeysharePorts } from './keyshare-ports.ts';
import { type KeyshareRefresh, readKeyshareRefresh } from './keyshare-refresh.ts';
import { attestStep, refreshElsewhereStep, refreshStep, signatureStep, windowStep } from './keyshare-steps.ts';
import type { Plan } from './step.ts';

/** CUSTODY.md's refresh of keyshares: new shares of the same key, old backups put away, new ones made, attested and registered. */
export function keyshareRefreshPlan(ports: KeysharePorts): Plan<KeyshareRefresh> {
  return {
    kind: 'refresh-keyshares',
    validatedBy: 'paper-trade',
    read: readKeyshareRefresh,
    steps: [
      haltStep(ports, () => 'The keyshares of the two-party signer are being refreshed'),
      attestStep(ports),
      windowStep(ports),
      refreshStep(ports),
      refreshElsewhereStep(ports),
      archiveStep(),
      newBackupsStep(ports),
      registerStep(ports),
      signatureStep(ports),
      paperTradeStep(ports),
      releaseStep(ports),
    ],
  };
}
