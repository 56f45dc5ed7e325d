import type { ReactElement } from 'react';
import type { TransactionPreview } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { groupedHex } from '../../format/address.ts';
import { deviceNote } from '../../state/signer-words.ts';

/** What the Ledger will show, line by line in its order, to be compared there. */
export function PreviewDevice({ preview }: { readonly preview: TransactionPreview }): ReactElement | null {
  const note = deviceNote(preview.device);
  if (preview.device.length === 0) return null;
  return (
    <section className="device" aria-labelledby="device-title">
      <h3 id="device-title">Your Ledger will show</h3>
      <dl>
        {preview.device.map(({ label, text }) => (
          <div key={label}>
            <dt>{shownText(label)}</dt>
            <dd>{shownText(text)}</dd>
          </div>
        ))}
      </dl>
      {note === null ? null : <p className="part-note">{note}</p>}
    </section>
  );
}

/** The digests, grouped as a device groups them. */
export function PreviewDigests({ preview }: { readonly preview: TransactionPreview }): ReactElement {
  return (
    <dl className="digests">
      <div>
        <dt>Digest that is signed</dt>
        <dd className="mono">{groupedHex(preview.digest)}</dd>
      </div>
      {preview.data === '0x' ? null : (
        <div>
          <dt>Digest of the calldata</dt>
          <dd className="mono">{groupedHex(preview.calldataDigest)}</dd>
        </div>
      )}
    </dl>
  );
}
