import type { ReactElement } from 'react';
import type { SystemStatus } from '../../core/contract/shapes.ts';
import { shownText } from '../escape.ts';
import { counted } from '../format/amount.ts';
import { agoInWords, momentWithZone, spanInWords } from '../format/time.ts';
import { chainWords } from '../state/chain-words.ts';
import { type ConsoleState, showScreen, useConsole } from '../state/console-store.ts';
import { useNow } from '../state/now.ts';
import { Chip } from './chip.tsx';
import { DueChip } from './due-chip.tsx';
import { Fact, Facts } from './facts.tsx';
import { ProblemsChip } from './problems-chip.tsx';
import { SignerStateChip } from './signer-state-chip.tsx';
import { VaultWays } from './vault-ways.tsx';
import { VenueChip } from './venue-chip.tsx';

/** The states that are always in sight: core, signer, venue, what is due, audit trail, vault, and what is wrong with the settings. */
export function StatusChips(): ReactElement {
  const status = useConsole((state) => state.status);
  const host = useConsole((state) => state.host);
  return (
    <div className="chips" data-stale={host !== null && host.core !== 'ready'}>
      <CoreChip status={status} host={host} />
      {status === null ? null : (
        <>
          <SignerStateChip signer={status.signer} />
          <VenueChip venue={status.venue} />
          <DueChip due={status.due} />
          {status.liveOpenOrders === 0 ? null : <LiveOrdersChip count={status.liveOpenOrders} />}
          <AuditChip audit={status.audit} />
          <VaultChip vault={status.vault} reason={host?.keychainProblem ?? null} />
        </>
      )}
      <ProblemsChip status={status} host={host} />
    </div>
  );
}

const coreWords = {
  starting: 'Core starting',
  ready: 'Core ready',
  crashed: 'Core crashed, restarting',
  stopped: 'Core stopped',
};

function CoreChip({ status, host }: Pick<ConsoleState, 'status' | 'host'>): ReactElement {
  const nowMs = useNow();
  const core = host?.core ?? (status === null ? 'starting' : 'ready');
  const problem = host?.coreProblem ?? null;
  return (
    <Chip label="Core" tone={core === 'ready' ? 'good' : 'caution'} text={coreWords[core]}>
      {problem === null ? null : <p>{shownText(problem)}</p>}
      {status === null ? (
        <p>The core has not answered yet. Nothing can be sent.</p>
      ) : (
        <Facts>
          <Fact name="Version">{shownText(status.version)}</Fact>
          <Fact name="Running for">
            <span title={momentWithZone(status.startedAtMs)}>{spanInWords(nowMs - status.startedAtMs)}</span>
          </Fact>
          <Fact name="Runtime">{shownText(status.runtime)}</Fact>
          <Fact name="Data folder">
            <code>{shownText(status.dataFolder)}</code>
          </Fact>
          <Fact name="Local address">
            {status.apiAddress === null ? 'none' : <code>{shownText(status.apiAddress)}</code>}
          </Fact>
        </Facts>
      )}
    </Chip>
  );
}

function LiveOrdersChip({ count }: { readonly count: number | null }): ReactElement {
  const known = count === null ? 'LIVE orders open: not known' : `${counted(count)} LIVE orders open`;
  return (
    <Chip label="Live orders" tone="caution" text={count === 1 ? '1 LIVE order open' : known}>
      <p>Orders with real money that are not known to be finished. Paper orders are not counted here.</p>
    </Chip>
  );
}

function AuditChip({ audit }: { readonly audit: SystemStatus['audit'] }): ReactElement {
  const nowMs = useNow();
  const words = chainWords(audit, nowMs);
  return (
    <Chip label="Audit trail" tone={words.tone} text={words.short}>
      <p>{words.sentence}</p>
      <Facts>
        <Fact name="Rows">{counted(audit.headId)}</Fact>
        <Fact name="Verified to row">{counted(audit.verifiedToId)}</Fact>
        <Fact name="Verified">{audit.verifiedAtMs === null ? 'not yet' : agoInWords(audit.verifiedAtMs, nowMs)}</Fact>
        <Fact name="Sealed to row">{counted(audit.sealedToId)}</Fact>
      </Facts>
      <button type="button" className="button" onClick={() => showScreen('audit')}>
        Open Audit
      </button>
    </Chip>
  );
}

const vaultWords = {
  open: { text: 'Vault open', why: 'Secrets can be used. New audit rows are sealed as they are written.' },
  locked: {
    text: 'Vault locked: paper works',
    why: 'No secret can be used. Paper trading works; audit rows are sealed when the vault is unlocked.',
  },
  absent: {
    text: 'No vault: paper works',
    why: 'No master key was made yet. Paper trading works; audit rows are sealed once there is one.',
  },
} as const;

function VaultChip({
  vault,
  reason,
}: {
  readonly vault: SystemStatus['vault'];
  readonly reason: string | null;
}): ReactElement {
  const { text, why } = vaultWords[vault];
  return (
    <Chip label="Vault" tone={vault === 'open' ? 'good' : 'calm'} text={text}>
      <p>{why}</p>
      {reason === null ? null : <p>{shownText(reason)}</p>}
      {vault === 'open' ? null : <VaultWays />}
    </Chip>
  );
}
