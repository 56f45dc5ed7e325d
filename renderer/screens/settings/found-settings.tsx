import { type ReactElement, useEffect, useState } from 'react';
import type { Out } from '../../../core/contract/methods.ts';
import type { SettingRow } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Problem } from '../../parts/problem.tsx';
import { useConsole } from '../../state/console-store.ts';

const sources = { environment: 'environment', 'env-file': '.env', console: 'console', default: 'default' } as const;

const columns: readonly Column<SettingRow>[] = [
  { key: 'name', title: 'Name', width: 'minmax(216px, 1.2fr)', cell: (row) => shownText(row.name) },
  { key: 'value', title: 'Value', width: 'minmax(96px, 1fr)', cell: (row) => shownText(row.value ?? '') },
  { key: 'source', title: 'From', width: '80px', cell: (row) => sources[row.source] },
  {
    key: 'note',
    title: 'What it does',
    width: 'minmax(96px, 1.6fr)',
    cell: (row) => shownText(row.note ?? 'In force.'),
  },
];

/** Every setting that was found in the environment and the .env file, and what is wrong with any. */
export function FoundSettings(): ReactElement {
  const generation = useConsole((state) => state.generation);
  const [found, setFound] = useState<Out<'settings.list'> | null>(null);
  const [error, setError] = useState<AppError | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another core may have found other settings
  useEffect(() => {
    void bridge()
      .ask['settings.list']({})
      .then((answer) => {
        if (answer.ok) setFound(answer.value);
        setError(answer.ok ? null : answer.error);
      });
  }, [generation]);

  return (
    <section className="panel found-settings" aria-labelledby="found-title">
      <header className="panel-head">
        <h2 id="found-title">Settings found</h2>
        <p className="panel-note">Read once, at start: the environment first, then .env in the data folder.</p>
      </header>
      {error === null ? null : <Problem error={error} />}
      {found === null || found.problems.length === 0 ? null : (
        <ul className="setting-problems" aria-label="Problems">
          {found.problems.map((problem) => (
            <li key={`${problem.name} ${problem.text}`}>
              <strong>{shownText(problem.name)}</strong> {shownText(problem.text)}. <code>{problem.code}</code>
            </li>
          ))}
        </ul>
      )}
      <DataTable
        label="Settings found"
        columns={columns}
        rows={found?.settings ?? []}
        rowKey={(row) => row.name}
        empty={
          found === null
            ? ''
            : 'None: everything is as it comes. Variables such as MAX_CEX_ORDER_AMOUNT or ALLOW_CEX_SYMBOLS would be listed here.'
        }
      />
      {found === null || found.notOffered.length === 0 ? null : (
        <p className="setting-problems">
          Set, but for features that this console does not have: {shownText(found.notOffered.join(', '))}.
        </p>
      )}
    </section>
  );
}
