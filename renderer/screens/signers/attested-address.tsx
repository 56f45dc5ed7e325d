import type { ReactElement } from 'react';
import type { KeyshareBoard } from '../../../core/contract/shapes.ts';
import { parseAddress } from '../../../core/domain/address.ts';
import { bridge } from '../../bridge.ts';
import { AskButton } from '../../parts/ask-button.tsx';
import { AskingWords } from '../../parts/asking-words.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { GroupedAddress } from '../../parts/grouped-address.tsx';
import { useAsking } from '../../parts/use-asking.ts';

/** The address that both parties attest while none is pinned: to be compared at each party, and pinned in the approval window. */
export function AttestedAddress({ board }: { readonly board: KeyshareBoard }): ReactElement | null {
  const asking = useAsking();
  const address = parseAddress(board.look?.parties[0].address ?? '');
  if (address === null) return null;
  return (
    <div className="attested-address">
      <p className="part-note">
        Both parties attest this address. Compare it with the one that each shows at its own place.
      </p>
      <GroupedAddress address={address} isLarge />
      <div className="button-row wrap">
        <CopyButton text={address} what="the attested address" />
        <AskButton
          asking={asking}
          className="button strong"
          waitsFor="The signer is asked for its address."
          ask={() => bridge().ask['signers.select']({ kind: 'cb_mpc_2pc', address })}
          then={(approval) => approval}
        >
          Pin this address…
        </AskButton>
      </div>
      <AskingWords asking={asking} meanwhile="Compare the address there." />
    </div>
  );
}
