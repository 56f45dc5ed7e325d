import type { ReactElement } from 'react';
import type { KnownChain } from '../../../core/contract/shapes.ts';
import { parseAddress } from '../../../core/domain/address.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { momentWithZone, spanInWords } from '../../format/time.ts';
import { AskDialog } from '../../parts/ask-dialog.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { setCompose } from '../../state/compose-store.ts';
import { useNow } from '../../state/now.ts';
import type { KnownRecipient } from './use-chain-book.ts';

interface RecipientFieldProps {
  readonly chain: KnownChain | undefined;
  readonly label: string;
  readonly to: string;
  readonly issue: string | null;
  readonly recipients: readonly KnownRecipient[];
}

/** To whom: an address, or a name that was given to one. What is known of it is said beneath. */
export function RecipientField({ chain, issue, label, recipients, to }: RecipientFieldProps): ReactElement {
  const ofChain = recipients.filter(({ chainId }) => chainId === chain?.chainId);
  const address = parseAddress(to.trim());
  const known = ofChain.find((item) => item.address === address);
  return (
    <>
      <TextField
        id="recipient"
        label={label}
        value={to}
        isMono
        placeholder="0x… or a name you gave"
        list="known-recipients"
        issue={issue}
        hint={
          address === null ? (
            ''
          ) : known === undefined ? (
            <NotNamed chain={chain} address={address} />
          ) : (
            <Named recipient={known} />
          )
        }
        onChange={(text) => setCompose({ to: addressOf(text, ofChain) })}
      />
      <datalist id="known-recipients">
        {ofChain.map(({ address: value, name }) => (
          <option key={`${value} ${name}`} value={value}>
            {shownText(name)}
          </option>
        ))}
      </datalist>
    </>
  );
}

/** What was typed, or the address whose name it is exactly; a name that two have stays a name. */
function addressOf(text: string, recipients: readonly KnownRecipient[]): string {
  const named = recipients.filter(({ name }) => name === text.trim());
  return named.length === 1 ? (named[0]?.address ?? text) : text;
}

function Named({ recipient }: { readonly recipient: KnownRecipient }): ReactElement {
  const nowMs = useNow();
  const { name, usableFromMs } = recipient;
  const isWaiting = usableFromMs !== null && usableFromMs > nowMs;
  return (
    <span title={usableFromMs === null ? undefined : momentWithZone(usableFromMs)} data-waits={isWaiting}>
      <strong>{shownText(name)}</strong>
      {isWaiting ? `, can be used in ${spanInWords(usableFromMs - nowMs)}` : ', known'}
    </span>
  );
}

function NotNamed({ address, chain }: { readonly chain: KnownChain | undefined; readonly address: string }) {
  return (
    <span className="line-ask">
      You have not named this address.
      <AskDialog
        key={address}
        trigger="Name it…"
        triggerClass="link-button"
        isDisabled={chain === undefined}
        title="Name a recipient"
        text={`${address} on ${shownText(chain?.name ?? '')}. A policy may let only named recipients pass, some time after they were named.`}
        fields={[{ key: 'name', label: 'Name', placeholder: 'My exchange deposit' }]}
        ask={({ name = '' }) => bridge().ask['recipients.request']({ chainId: chain?.chainId ?? 0, address, name })}
      />
    </span>
  );
}
