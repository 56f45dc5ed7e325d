import type { ReactElement } from 'react';
import type { KeyshareBoard } from '../../../core/contract/shapes.ts';
import { agreementWords } from '../../../core/domain/keyshare-facts.ts';
import { keyshareRunbook } from '../../../core/domain/keyshare-runbooks.ts';
import { conditionWords, onePlaceWords } from '../../../core/domain/keyshare-words.ts';
import { shownText } from '../../escape.ts';
import { Fact, Facts } from '../../parts/facts.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Problem } from '../../parts/problem.tsx';
import { useKeyshares } from '../../parts/use-keyshares.ts';
import { AttestedAddress } from './attested-address.tsx';
import { KeyshareActions } from './keyshare-actions.tsx';
import { KeyshareTable } from './keyshare-table.tsx';

/** Both parties of the two-party signer: whether their shares belong together, what each attests, and what to do where they do not. */
export function Keyshares(): ReactElement {
  const { value: board, error } = useKeyshares();
  return (
    <section className="pane-part" aria-labelledby="keyshares-title">
      <h3 id="keyshares-title">Keyshares</h3>
      {error === null ? null : <Problem error={error} />}
      {board === null ? null : <Board board={board} />}
    </section>
  );
}

function Board({ board }: { readonly board: KeyshareBoard }): ReactElement {
  const { condition, halt, highestEpoch, look, places } = board;
  const { text, tone } = conditionWords[condition];
  const onePlace = onePlaceWords(places);
  const steps = keyshareRunbook(board);
  return (
    <>
      <p className="keyshare-condition" data-tone={tone} role="status">
        <strong>{text}</strong>
      </p>
      {halt === null ? null : (
        <p className="part-note">
          Signing is halted since <Moment atMs={halt.atMs} />: {shownText(halt.why)}.
        </p>
      )}
      {steps.length === 0 ? null : (
        <ol className="runbook" aria-label="What to do">
          {steps.map((step) => (
            <li key={step}>{shownText(step)}</li>
          ))}
        </ol>
      )}
      <KeyshareActions board={board} />
      {condition === 'not-pinned' ? <AttestedAddress board={board} /> : null}
      <KeyshareTable board={board} />
      <Facts>
        <Fact name="Both agree">{agreementWords(board)}</Fact>
        <Fact name="Highest epoch">{highestEpoch ?? 'none seen'}</Fact>
        <Fact name="Dialect">{dialectWords(look?.parties[0].dialect ?? null)}</Fact>
        <Fact name="Last asked">{look === null ? 'never' : <Moment atMs={look.askedAtMs} />}</Fact>
      </Facts>
      {onePlace === null ? null : <p className="part-note">{shownText(onePlace)}</p>}
    </>
  );
}

function dialectWords(dialect: 'legacy' | 'mpc-2p/1' | null): string {
  if (dialect === null) return 'Unknown';
  return dialect === 'legacy' ? 'the older one: no epochs, no attestations, no refresh' : dialect;
}
