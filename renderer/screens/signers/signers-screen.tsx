import { type ReactElement, useState } from 'react';
import type { SignerKindName } from '../../../core/domain/signer-kinds.ts';
import { Problem } from '../../parts/problem.tsx';
import { useSignerBoard } from '../../parts/use-signer-board.ts';
import { SignerDetail } from './signer-detail.tsx';
import { SignerList } from './signer-list.tsx';
import { SignerProof } from './signer-proof.tsx';

/** The five kinds of signer, of which one is active; what each is set up with, and how the active one is proved. */
export function SignersScreen(): ReactElement {
  const { value: board, error } = useSignerBoard();
  const [chosen, setChosen] = useState<SignerKindName | null>(null);
  if (board === null) {
    return (
      <div className="three-panes signers" aria-busy={error === null}>
        {error === null ? <p className="table-empty">Reading the signers.</p> : <Problem error={error} />}
      </div>
    );
  }
  const opened = chosen ?? board.active ?? 'keystore';
  const row = board.signers.find(({ kind }) => kind === opened);
  return (
    <div className="three-panes signers">
      <section className="panel pane" aria-labelledby="kinds-title">
        <header className="panel-head">
          <h2 id="kinds-title">Signers</h2>
          <p className="panel-note">Five kinds, one is active.</p>
        </header>
        {error === null ? null : <Problem error={error} />}
        <SignerList signers={board.signers} opened={opened} onOpen={setChosen} />
      </section>
      {row === undefined ? null : <SignerDetail key={row.kind} board={board} row={row} />}
      <SignerProof board={board} active={board.signers.find(({ isActive }) => isActive)} />
    </div>
  );
}
