import type { ReactElement } from 'react';
import type { OrderPreview } from '../../../core/contract/shapes.ts';
import type { Decision, Ruling } from '../../../core/domain/errors.ts';
import { shownText } from '../../escape.ts';
import { Icon, type IconName } from '../../parts/icon.tsx';

const words: Readonly<Record<Decision, { readonly word: string; readonly icon: IconName }>> = {
  allow: { word: 'Allowed', icon: 'check' },
  'needs-approval': { word: 'Needs approval', icon: 'question' },
  deny: { word: 'Denied', icon: 'cross' },
};
const severity: readonly Decision[] = ['deny', 'needs-approval', 'allow'];

/** What every rule of the policy says of the order, the most severe word first. */
export function TicketRulings({ preview }: { readonly preview: OrderPreview | null }): ReactElement | null {
  if (preview === null) return null;
  const rulings = preview.rulings.toSorted((a, b) => severity.indexOf(a.decision) - severity.indexOf(b.decision));
  return (
    <ul className="rulings" aria-label="What the policy says">
      {rulings.map((ruling) => (
        <RulingRow key={`${ruling.layer} ${ruling.rule} ${ruling.code}`} ruling={ruling} />
      ))}
    </ul>
  );
}

function RulingRow({ ruling }: { readonly ruling: Ruling }): ReactElement {
  const { word, icon } = words[ruling.decision];
  return (
    <li
      className="ruling"
      data-decision={ruling.decision}
      title={`Rule ${ruling.rule}${ruling.code === null ? '' : `, ${ruling.code}`}`}
    >
      <Icon name={icon} />
      <p>
        <strong>{word}</strong> by {shownText(ruling.rule).replaceAll('-', ' ')}: {shownText(ruling.message)}
        {ruling.decision === 'allow' || ruling.code === null ? null : <code> {shownText(ruling.code)}</code>}
      </p>
    </li>
  );
}
