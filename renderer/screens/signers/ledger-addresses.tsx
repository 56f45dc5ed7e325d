import { type ReactElement, useState } from 'react';
import type { DerivationFamily, DerivedAddress, SignerBoard } from '../../../core/contract/shapes.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskingWords } from '../../parts/asking-words.tsx';
import { GroupedAddress } from '../../parts/grouped-address.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { useAsking } from '../../parts/use-asking.ts';

const families = [
  { value: 'ledger-live', text: 'Ledger Live', title: "m/44'/60'/n'/0/0" },
  { value: 'bip44', text: 'BIP-44', title: "m/44'/60'/0'/0/n" },
  { value: 'legacy', text: 'Legacy', title: "m/44'/60'/0'/n" },
] as const satisfies readonly { value: DerivationFamily; text: string; title: string }[];

const pageSize = 5;

/** The addresses of a Ledger, by the three usual ways from its seed; one of them is pinned. */
export function LedgerAddresses({
  board,
  isHeld,
}: {
  readonly board: SignerBoard;
  /** Whether the device is being asked something else. */
  readonly isHeld: boolean;
}): ReactElement {
  const [family, setFamily] = useState<DerivationFamily>('ledger-live');
  const [addresses, setAddresses] = useState<readonly DerivedAddress[]>([]);
  const reading = useAsking();
  const pinning = useAsking();
  const isOther = board.chosenBy === 'environment' && board.active !== 'ledger';
  const isBusy = isHeld || reading.waitsFor !== null || pinning.waitsFor !== null;

  function read(of: DerivationFamily, known: readonly DerivedAddress[]): void {
    void reading.ask(
      'The Ledger is asked for its addresses.',
      () => bridge().ask['signers.deviceAddresses']({ family: of, from: known.length, count: pageSize }),
      (found) => {
        setAddresses([...known, ...found]);
        return '';
      },
    );
  }

  return (
    <section className="pane-part" aria-labelledby="ledger-addresses-title">
      <h3 id="ledger-addresses-title">Addresses of this Ledger</h3>
      <Segmented
        label="Family of paths"
        className="quiet boxed"
        value={family}
        options={families}
        onChange={(next) => {
          setFamily(next);
          setAddresses([]);
          read(next, []);
        }}
      />
      {addresses.length === 0 ? null : (
        <ul className="derived-list" aria-label="Addresses">
          {addresses.map(({ address, path }) => (
            <li key={path}>
              <div>
                <GroupedAddress address={address} />
                <code className="soft">{shownText(path)}</code>
              </div>
              <button
                type="button"
                className="row-button"
                disabled={isBusy || isOther}
                aria-label={`${address === board.pinned ? 'Pinned' : 'Use'} ${address}`}
                onClick={() =>
                  void pinning.ask(
                    'The Ledger is asked for this address again.',
                    () => bridge().ask['signers.select']({ kind: 'ledger', path }),
                    (approval) => approval,
                  )
                }
              >
                {address === board.pinned ? 'Pinned' : 'Use'}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="button-row">
        <button type="button" className="button" disabled={isBusy} onClick={() => read(family, addresses)}>
          {addresses.length === 0 ? 'List addresses' : 'More'}
        </button>
      </div>
      <AskingWords asking={reading} />
      <AskingWords asking={pinning} meanwhile="Compare the address there." />
    </section>
  );
}
