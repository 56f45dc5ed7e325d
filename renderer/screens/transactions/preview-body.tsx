import type { ReactElement } from 'react';
import type { TransactionPreview } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { Rulings } from '../../parts/rulings.tsx';
import { PreviewDevice, PreviewDigests } from './preview-device.tsx';
import { PreviewCalldata, PreviewCost, PreviewFacts } from './preview-figures.tsx';

/** A prepared transaction: what it does, what to be warned of, what it costs, every field, the device's lines, and what both layers say. */
export function PreviewBody({ preview }: { readonly preview: TransactionPreview }): ReactElement {
  const { meaning, rulings } = preview;
  const engine = rulings.filter(({ layer }) => layer === 'engine');
  const signer = rulings.filter(({ layer }) => layer === 'signer');
  return (
    <>
      <h3 className="preview-sentence">{shownText(meaning.sentence)}</h3>
      {meaning.warnings.length === 0 ? null : (
        <ul className="preview-warnings" aria-label="Warnings">
          {meaning.warnings.map((warning) => (
            <li key={warning}>
              <strong>Warning:</strong> {shownText(warning)}
            </li>
          ))}
        </ul>
      )}
      <PreviewCost preview={preview} />
      <PreviewDevice preview={preview} />
      <PreviewFacts preview={preview} />
      <PreviewCalldata preview={preview} />
      <PreviewDigests preview={preview} />
      <section className="preview-layer">
        <h3>Policy engine</h3>
        <Rulings rulings={engine} />
      </section>
      <section className="preview-layer">
        <h3>Signer policy</h3>
        <Rulings rulings={signer} />
      </section>
    </>
  );
}
