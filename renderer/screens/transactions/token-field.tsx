import type { ReactElement } from 'react';
import type { KnownToken } from '../../../core/contract/shapes.ts';
import { parseAddress } from '../../../core/domain/address.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { shortHex } from '../../format/address.ts';
import { AskDialog } from '../../parts/ask-dialog.tsx';
import { setCompose } from '../../state/compose-store.ts';

interface TokenFieldProps {
  readonly chainId: number | null;
  readonly tokens: readonly KnownToken[];
  readonly token: string;
}

/** Which token, of those whose unit is known; others are pinned first, because an amount of them has no meaning before. */
export function TokenField({ chainId, token, tokens }: TokenFieldProps): ReactElement {
  const chosen = tokens.find(({ address }) => address === token);
  return (
    <div className="line-field">
      <div className="line-head">
        <label htmlFor="token">Token</label>
        <PinToken chainId={chainId} />
      </div>
      <select
        id="token"
        className="input"
        value={chosen?.address ?? ''}
        aria-describedby="token-note"
        onChange={(event) => setCompose({ token: event.target.value })}
      >
        <option value="">{tokens.length === 0 ? 'none is known on this network' : 'choose one'}</option>
        {tokens.map(({ address, symbol }) => (
          <option key={address} value={address}>
            {shownText(symbol)} {shortHex(address)}
          </option>
        ))}
      </select>
      <div className="line-note mono" id="token-note" title={chosen?.address}>
        {chosen === undefined ? '' : `${chosen.address}, ${chosen.decimals} decimals`}
      </div>
    </div>
  );
}

function PinToken({ chainId }: { readonly chainId: number | null }): ReactElement {
  return (
    <AskDialog
      trigger="Pin another…"
      isDisabled={chainId === null}
      title="Pin a token"
      text="Its contract is asked for its symbol and decimals. You approve them once; they never change afterwards."
      fields={[
        {
          key: 'token',
          label: 'Address of the token’s contract',
          isMono: true,
          placeholder: '0x…',
          issue: (text) => (parseAddress(text) === null ? 'This is not an address, or its checksum is wrong.' : null),
        },
      ]}
      ask={({ token = '' }) => bridge().ask['tokens.requestPin']({ chainId: chainId ?? 0, token })}
    />
  );
}
