import type { ReactElement } from 'react';
import type { KnownChain } from '../../../core/contract/shapes.ts';
import { parseAddress } from '../../../core/domain/address.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { localTime, momentWithZone, spanInWords } from '../../format/time.ts';
import { AskDialog } from '../../parts/ask-dialog.tsx';
import { GroupedAddress } from '../../parts/grouped-address.tsx';
import { useNow } from '../../state/now.ts';
import type { KnownRecipient } from './use-chain-book.ts';

interface RescueProps {
  readonly chain: KnownChain | undefined;
  readonly recipients: readonly KnownRecipient[];
}

/** The one address of a network to which everything may go even while trading is halted. */
export function Rescue({ chain, recipients }: RescueProps): ReactElement {
  const nowMs = useNow();
  const rescue = recipients.find(({ chainId, isRescue }) => isRescue && chainId === chain?.chainId);
  const fromMs = rescue?.usableFromMs ?? null;
  const isWaiting = fromMs !== null && fromMs > nowMs;
  return (
    <section className="account-part" aria-labelledby="rescue-title">
      <header className="part-head">
        <h3 id="rescue-title">Rescue address</h3>
        <AskDialog
          trigger={rescue === undefined ? 'Set…' : 'Change…'}
          isDisabled={chain === undefined}
          title="Set the rescue address"
          text={`Transfers to it pass on ${shownText(chain?.name ?? '')} even while trading is halted, 24 hours after you set it. Use an address whose key is kept elsewhere.`}
          fields={[
            {
              key: 'address',
              label: 'Address',
              placeholder: '0x…',
              isMono: true,
              issue: (text) =>
                parseAddress(text) === null ? 'This is not an address, or its checksum is wrong.' : null,
            },
          ]}
          ask={({ address = '' }) => bridge().ask['rescue.request']({ chainId: chain?.chainId ?? 0, address })}
        />
      </header>
      {rescue === undefined ? (
        <p className="part-note">None is set. While halted nothing can be moved to safety.</p>
      ) : (
        <>
          <GroupedAddress address={rescue.address} />
          <p className="part-note" title={fromMs === null ? undefined : momentWithZone(fromMs)}>
            {isWaiting
              ? `Can be used from ${localTime(fromMs)} on, in ${spanInWords(fromMs - nowMs)}.`
              : 'It can be used now, halted or not.'}
          </p>
        </>
      )}
    </section>
  );
}
