import type { ReactElement } from 'react';
import type { KeyshareBoard } from '../../../core/contract/shapes.ts';
import { type PartyFact, partyFacts } from '../../../core/domain/keyshare-facts.ts';
import { localDate } from '../../format/time.ts';

/** What each party said when both were last asked, side by side; what it did not tell is marked as unknown. */
export function KeyshareTable({ board }: { readonly board: KeyshareBoard }): ReactElement {
  const { look, places } = board;
  const first = partyFacts(places[0], look?.parties[0] ?? null);
  const second = partyFacts(places[1], look?.parties[1] ?? null);
  return (
    <table className="keyshare-table">
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">What</span>
          </th>
          <th scope="col">Party 0</th>
          <th scope="col">Party 1</th>
        </tr>
      </thead>
      <tbody>
        {first.map((fact, index) => {
          const other = second[index];
          return (
            <tr key={fact.name}>
              <th scope="row">{fact.name}</th>
              <FactCell fact={fact} />
              {other === undefined ? <td /> : <FactCell fact={other} />}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function FactCell({ fact: { atMs, full, isKnown, text } }: { readonly fact: PartyFact }): ReactElement {
  return (
    <td data-known={isKnown} title={full ?? undefined}>
      {atMs === null ? text : localDate(atMs)}
    </td>
  );
}
