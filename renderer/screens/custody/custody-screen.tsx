import { type ReactElement, useEffect, useRef, useState } from 'react';
import type { CredentialRow } from '../../../core/contract/shapes.ts';
import { Problem } from '../../parts/problem.tsx';
import { useCustody } from '../../parts/use-custody.ts';
import { useProcedure } from '../../parts/use-procedure.ts';
import { useConsole } from '../../state/console-store.ts';
import { firstToOpen } from '../../state/custody-order.ts';
import { AddKey } from './add-key.tsx';
import { CredentialDetail } from './credential-detail.tsx';
import { CredentialList } from './credential-list.tsx';
import { CustodyAside } from './custody-aside.tsx';

/** Every credential with what is known of it, the exchanges they are for, all holdings, and the vault. */
export function CustodyScreen(): ReactElement {
  const { value: custody, error } = useCustody();
  const procedure = useProcedure();
  const [chosen, setChosen] = useState<string | null>(null);
  const wanted = useConsole((state) => state.wantedCredential);
  useNewest(custody?.credentials, setChosen);
  const underWay = procedure?.outcome === 'open' ? procedure : null;
  const ofProcedure = underWay?.credentialId ?? null;
  // Chosen, so that it stays open once the procedure has ended, with what each step found.
  useEffect(() => {
    if (wanted === null && ofProcedure !== null) setChosen((known) => known ?? ofProcedure);
  }, [ofProcedure, wanted]);
  if (custody === null) {
    return (
      <div className="three-panes custody" aria-busy={error === null}>
        {error === null ? <p className="table-empty">Reading the credentials.</p> : <Problem error={error} />}
      </div>
    );
  }
  const { credentials, problems, vault } = custody;
  const row =
    credentials.find(({ credentialId }) => credentialId === chosen) ??
    firstToOpen(credentials, { wanted, ofProcedure });
  return (
    <div className="three-panes custody">
      <section className="panel pane custody-list" aria-labelledby="credentials-title">
        <header className="panel-head">
          <h2 id="credentials-title">Credentials</h2>
          <p className="panel-note">No secret is shown.</p>
        </header>
        {error === null ? null : <Problem error={error} />}
        <CredentialList
          credentials={credentials}
          problems={problems}
          opened={row?.credentialId ?? null}
          underWay={underWay}
          onOpen={setChosen}
        />
        <AddKey vault={vault.state} count={credentials.length} />
      </section>
      {row === undefined ? (
        <NoCredential />
      ) : (
        <CredentialDetail key={row.credentialId} row={row} procedure={procedure} />
      )}
      <CustodyAside custody={custody} procedure={procedure} />
    </div>
  );
}

/** Opens a credential that was not there before: it was just entered. */
function useNewest(credentials: readonly CredentialRow[] | undefined, open: (credentialId: string) => void): void {
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (credentials === undefined) return;
    const isNew = ({ credentialId }: CredentialRow): boolean => known.current?.has(credentialId) === false;
    const newest = credentials.findLast(isNew);
    known.current = new Set(credentials.map(({ credentialId }) => credentialId));
    if (newest !== undefined) open(newest.credentialId);
  }, [credentials, open]);
}

function NoCredential(): ReactElement {
  return (
    <section className="panel pane" aria-labelledby="no-credential-title">
      <header className="panel-head">
        <h2 id="no-credential-title">No credential yet</h2>
      </header>
      <div className="pane-part">
        <p>
          The practice market needs none. With a key of an exchange the console can show what you hold there and what
          the key may do. It asks no exchange anything before that.
        </p>
      </div>
    </section>
  );
}
