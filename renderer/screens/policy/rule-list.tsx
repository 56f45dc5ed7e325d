// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a scroller of parts that have their own sections
import type { ReactElement } from 'react';
import type { LimitUse, PolicyRow } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { grouped } from '../../format/amount.ts';
import { share } from '../../format/share.ts';
import { Margin } from '../../parts/rulings.tsx';

const sources: Readonly<Record<PolicyRow['source'], string>> = {
  environment: 'environment, locked',
  document: 'document',
  both: 'environment and document',
  'built-in': 'always',
  none: '',
};

interface RuleListProps {
  readonly label: string;
  readonly rows: readonly PolicyRow[];
  readonly usage: readonly LimitUse[];
}

/** The rules of one layer: what each allows, where that comes from, and how much of it is used. Rules without a limit come last. */
export function RuleList({ label, rows, usage }: RuleListProps): ReactElement {
  const isSet = (row: PolicyRow) => row.value !== null;
  const limits = rows.filter((row) => isSet(row) && row.source !== 'built-in');
  const set = [...limits, ...rows.filter((row) => row.source === 'built-in')];
  const unset = rows.filter((row) => row.value === null);
  return (
    <div className="pane-scroll" role="region" tabIndex={0} aria-label={label}>
      <dl className="rule-list">
        {set.map((row) => (
          <Rule key={row.rule} row={row} uses={usage.filter(({ rule }) => rule === row.rule)} />
        ))}
      </dl>
      {unset.length === 0 ? null : (
        <p className="rules-unset">No limit is set for: {unset.map((row) => row.title.toLowerCase()).join(', ')}.</p>
      )}
    </div>
  );
}

function Rule({ row, uses }: { readonly row: PolicyRow; readonly uses: readonly LimitUse[] }): ReactElement {
  const detail =
    row.source === 'both'
      ? `Environment ${row.environment ?? ''}; document ${row.document ?? ''}. The stricter one holds.`
      : `Rule ${row.rule}`;
  return (
    <div className="rule" title={shownText(detail)}>
      <dt>
        {row.title}
        {row.source === 'none' ? null : <span className="rule-source">{sources[row.source]}</span>}
      </dt>
      <dd>
        {shownText(row.value ?? '')}
        {uses.map((use) => (
          <Use key={use.asset ?? ''} use={use} />
        ))}
      </dd>
    </div>
  );
}

function Use({ use }: { readonly use: LimitUse }): ReactElement {
  const part = share(use.used, use.limit);
  return (
    <span className="rule-use">
      {grouped(use.used)} of {grouped(use.limit)}{' '}
      {use.asset === null ? 'in this minute' : `${shownText(use.asset)} used`}
      {part === null ? null : <Margin share={part} />}
    </span>
  );
}
