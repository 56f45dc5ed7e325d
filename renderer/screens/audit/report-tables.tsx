import type { ReactElement } from 'react';
import type { ReportPage, ReportTable } from '../../../core/contract/report-pages/report-page.ts';
import { shownText } from '../../escape.ts';

/** What a report warns of, and its tables; all text of others is shown escaped. */
export function ReportTables({ page: { cautions, tables } }: { readonly page: ReportPage }): ReactElement {
  return (
    <>
      {cautions.map((caution) => (
        <p key={caution} className="report-caution">
          {caution}
        </p>
      ))}
      {tables.map((table) => (
        <TableOf key={table.title} table={table} />
      ))}
    </>
  );
}

function TableOf({ table: { empty, heads, rows, title } }: { readonly table: ReportTable }): ReactElement {
  if (rows.length === 0) {
    return (
      <section>
        <h3>{title}</h3>
        <p className="standing">{empty}</p>
      </section>
    );
  }
  return (
    <section>
      <h3>{title}</h3>
      <table className="report-table">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join('\n')}>
              {row.map((cell, column) => (
                <td key={heads[column]}>{shownText(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
