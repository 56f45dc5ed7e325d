import type { ReactElement } from 'react';
import type { CredentialRow, KeyPassport } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { Fact, Facts } from '../../parts/facts.tsx';
import { Moment } from '../../parts/moment.tsx';
import { answerWord, momentWord, verdictWords } from '../../state/custody-words.ts';

interface PassportViewProps {
  readonly passport: KeyPassport;
  /** The key that it is of. */
  readonly row: CredentialRow;
}

/** What a key may do, as its exchange told it, beside what CUSTODY.md asks of it. */
export function PassportView({ passport, row }: PassportViewProps): ReactElement {
  const { attested, expected, findings, missing, verdict } = passport;
  return (
    <section className="pane-part" aria-labelledby="passport-title">
      <h3 id="passport-title">Key passport</h3>
      {row.state === 'retired' ? null : (
        <p className="passport-verdict" data-verdict={verdict} role="status">
          {verdictWords(passport, row)}
        </p>
      )}
      {findings.length === 0 ? null : (
        <ul className="passport-findings" aria-label="What was found">
          {findings.map(({ severity, text }) => (
            <li key={text} data-severity={severity}>
              <strong>{{ ok: 'Good', warning: 'Look', refusal: 'Refused' }[severity]}</strong> {shownText(text)}
            </li>
          ))}
        </ul>
      )}
      <table className="passport-rights">
        <thead>
          <tr>
            <th scope="col">Right</th>
            <th scope="col">The exchange says</th>
            <th scope="col">Asked for</th>
          </tr>
        </thead>
        <tbody>
          <Right name="Trade" answer={passport.trade} wanted="yes" />
          <Right name="Withdraw or transfer" answer={passport.withdraw} wanted="no" />
          <Right name="Futures" answer={passport.futures} wanted="no" />
          <Right name="Margin" answer={passport.margin} wanted="no" />
          <Right name="Bound to addresses" answer={passport.ipRestricted} wanted="yes" />
        </tbody>
      </table>
      <Facts>
        <Fact name="Asked for">
          {shownText(expected.permissions)}; bound to addresses: {shownText(expected.ipRestriction)}; rotated every{' '}
          {expected.rotationDays} days
        </Fact>
        <Fact name="Missing">
          {missing.length === 0 ? 'nothing' : missing.map((right) => shownText(right)).join(', ')}
        </Fact>
        <Fact name="Made">{momentWord(passport.createdAtMs)}</Fact>
        <Fact name="Ends">{momentWord(passport.expiresAtMs)}</Fact>
        <Fact name="Read">{passport.readAtMs === null ? 'never' : <Moment atMs={passport.readAtMs} />}</Fact>
        {passport.answerHash === null ? null : (
          <Fact name="Answer's hash">
            <code title={passport.answerHash}>{passport.answerHash.slice(0, 16)}…</code>
          </Fact>
        )}
        {attested === null ? null : (
          <Fact name="By your word">
            {attested.ipRestricted ? 'bound to addresses' : 'not bound to addresses'}, made{' '}
            {attested.createdAtMs === null ? 'at a time you do not know' : momentWord(attested.createdAtMs)}; said{' '}
            <Moment atMs={attested.atMs} />. Weaker than an answer of the exchange.
          </Fact>
        )}
      </Facts>
      {passport.failure === null ? null : <p className="part-note">{shownText(passport.failure)}</p>}
    </section>
  );
}

function Right({
  answer,
  name,
  wanted,
}: {
  readonly name: string;
  readonly answer: 'yes' | 'no' | 'unknown' | 'untold';
  readonly wanted: 'yes' | 'no';
}): ReactElement {
  const isKnown = answer === 'yes' || answer === 'no';
  const verdict = !isKnown ? 'unknown' : answer === wanted ? 'fit' : 'unfit';
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-verdict={verdict}>{answerWord(answer)}</td>
      <td>{answerWord(wanted)}</td>
    </tr>
  );
}
