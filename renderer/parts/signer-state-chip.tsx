import type { ReactElement } from 'react';
import type { SignerChip } from '../../core/contract/shapes.ts';
import { shownText } from '../escape.ts';
import { showScreen } from '../state/console-store.ts';
import { signerChipWords } from '../state/signer-words.ts';
import { Chip } from './chip.tsx';
import { CopyButton } from './copy-button.tsx';
import { GroupedAddress } from './grouped-address.tsx';

/** The signer: which one, the short address, and its state; pressed, the whole address and the way to its screen. */
export function SignerStateChip({ signer }: { readonly signer: SignerChip }): ReactElement {
  const { more, short, tone } = signerChipWords(signer);
  return (
    <Chip label="Signer" tone={tone} text={short} {...(tone === 'caution' ? { more } : {})}>
      <p>{shownText(signer.text)}</p>
      {signer.address === null ? null : (
        <div className="chip-address">
          <GroupedAddress address={signer.address} />
          <CopyButton text={signer.address} what="the address" isSmall />
        </div>
      )}
      {signer.banner === null ? null : <p className="bad-words">{shownText(signer.banner)}</p>}
      <button type="button" className="button" onClick={() => showScreen('signers')}>
        Open Signers
      </button>
    </Chip>
  );
}
