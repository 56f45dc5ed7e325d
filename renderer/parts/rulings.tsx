import type { CSSProperties, ReactElement } from 'react';
import type { Decision, Ruling } from '../../core/domain/errors.ts';
import { shownText } from '../escape.ts';
import { share } from '../format/share.ts';
import { ruleName } from '../state/rule-names.ts';
import { Icon, type IconName } from './icon.tsx';

const words: Readonly<Record<Decision, { readonly word: string; readonly icon: IconName }>> = {
  allow: { word: 'Allowed', icon: 'check' },
  'needs-approval': { word: 'Needs approval', icon: 'question' },
  deny: { word: 'Denied', icon: 'cross' },
};
const severity: readonly Decision[] = ['deny', 'needs-approval', 'allow'];

/** What every rule says, the most severe word first, with how much of its limit would be used where it has one. */
export function Rulings({ rulings }: { readonly rulings: readonly Ruling[] }): ReactElement {
  const spoken = rulings.filter(({ facts }) => facts.limit !== 'none');
  const silent = rulings.filter(({ facts }) => facts.limit === 'none');
  const sorted = spoken.toSorted((a, b) => severity.indexOf(a.decision) - severity.indexOf(b.decision));
  return (
    <ul className="rulings" aria-label="What the policy says">
      {sorted.map((ruling) => (
        <RulingRow key={`${ruling.layer} ${ruling.rule} ${ruling.code}`} ruling={ruling} />
      ))}
      {silent.length === 0 ? null : (
        <li className="ruling-silent">
          No limit is set by: {silent.map(({ rule }) => shownText(ruleName(rule))).join(', ')}.
        </li>
      )}
    </ul>
  );
}

function RulingRow({ ruling }: { readonly ruling: Ruling }): ReactElement {
  const { word, icon } = words[ruling.decision];
  const { after, limit } = ruling.facts;
  const used = after === undefined || limit === undefined ? null : share(after, limit);
  return (
    <li
      className="ruling"
      data-decision={ruling.decision}
      title={`Rule ${ruling.rule}${ruling.code === null ? '' : `, ${ruling.code}`}`}
    >
      <Icon name={icon} />
      <p>
        <strong>{word}</strong> by {shownText(ruleName(ruling.rule))}: {shownText(ruling.message)}
        {ruling.decision === 'allow' || ruling.code === null ? null : <code> {shownText(ruling.code)}</code>}
        {used === null ? null : <Margin share={used} />}
      </p>
    </li>
  );
}

/** How much of a limit is used, as a line; the words beside it say the same. */
export function Margin({ share: part }: { readonly share: number }): ReactElement {
  return (
    <span
      className="margin"
      aria-hidden="true"
      data-full={part >= 1}
      style={{ '--share': Math.min(1, part) } as CSSProperties}
    />
  );
}
