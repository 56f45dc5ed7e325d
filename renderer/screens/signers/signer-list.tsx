import type { ReactElement } from 'react';
import type { SignerRow } from '../../../core/contract/shapes.ts';
import type { SignerKindName } from '../../../core/domain/signer-kinds.ts';
import { shownText } from '../../escape.ts';
import { needsSentence } from '../../state/signer-words.ts';

interface SignerListProps {
  readonly signers: readonly SignerRow[];
  readonly opened: SignerKindName;
  readonly onOpen: (kind: SignerKindName) => void;
}

/** The five kinds, the active one marked, each with its state in one sentence and the one thing to do. */
export function SignerList({ onOpen, opened, signers }: SignerListProps): ReactElement {
  return (
    <ul className="pane-scroll" aria-label="Kinds of signer">
      {signers.map(({ isActive, kind, standing, title }) => (
        <li key={kind}>
          <button
            type="button"
            className="signer-row"
            aria-current={kind === opened ? 'true' : undefined}
            data-active={isActive}
            onClick={() => onOpen(kind)}
          >
            <span className="signer-title">
              {shownText(title)}
              {isActive ? <span className="signer-mark">Active</span> : null}
            </span>
            <span className="signer-state" data-ready={standing.isReady}>
              {shownText(standing.text)}
            </span>
            {standing.needs === null ? null : <span className="signer-needs">{needsSentence(standing.needs)}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
