import { type ReactElement, useState } from 'react';
import type { KnownChain } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { AskDialog } from '../../parts/ask-dialog.tsx';
import { Problem } from '../../parts/problem.tsx';
import { chooseChain } from '../../state/compose-store.ts';

/** Which chain; what keeps it from being asked or signed for is said at once. */
export function ChainField({
  chains,
  chain,
}: {
  readonly chains: readonly KnownChain[];
  readonly chain: KnownChain | undefined;
}): ReactElement {
  return (
    <div className="line-field">
      <div className="line-head">
        <label htmlFor="chain">Network</label>
        <AddChain />
      </div>
      <select
        id="chain"
        className="input"
        value={chain?.chainId ?? ''}
        aria-describedby="chain-note"
        onChange={(event) => chooseChain(Number.parseInt(event.target.value, 10))}
      >
        {chains.map(({ chainId, isForPaper, name }) => (
          <option key={chainId} value={chainId}>
            {shownText(name)} ({chainId}){isForPaper ? '' : ', real money'}
          </option>
        ))}
      </select>
      <div className="line-note" id="chain-note">
        {chain === undefined ? '' : <ChainNote chain={chain} />}
      </div>
    </div>
  );
}

function ChainNote({ chain }: { readonly chain: KnownChain }): ReactElement {
  const [error, setError] = useState<AppError | null>(null);

  async function giveRpc(): Promise<void> {
    const answer = await bridge().ask['secrets.request']({ form: 'rpc', chainId: chain.chainId });
    setError(answer.ok ? null : answer.error);
  }

  return (
    <>
      {chain.isForPaper
        ? 'Coins of a development chain are worth nothing.'
        : 'Its coins are real: it is signed for only while live trading is armed for it. It can be looked at.'}{' '}
      {chain.rpc === 'none' ? (
        <>
          Nothing can be asked of it: set <code>PORTCULLIS_RPC_{chain.chainId}</code>, or{' '}
        </>
      ) : (
        `Its RPC is set in ${chain.rpc === 'environment' ? 'the environment' : 'the vault'}. `
      )}
      {chain.rpc === 'environment' ? null : (
        <button type="button" className="link-button" onClick={() => void giveRpc()}>
          {chain.rpc === 'none' ? 'give its address…' : 'Give another…'}
        </button>
      )}
      {error === null ? null : <Problem error={error} />}
    </>
  );
}

function AddChain(): ReactElement {
  return (
    <AskDialog
      trigger="Add a network…"
      title="Add a network"
      text="An EVM chain by its id, as its own documents give it. Its RPC is set afterwards."
      fields={[
        {
          key: 'chainId',
          label: 'Chain id',
          placeholder: '11155111',
          issue: (text) => (/^[1-9]\d{0,14}$/.test(text) ? null : 'A chain id is a whole number.'),
        },
        { key: 'name', label: 'Name', placeholder: 'Sepolia' },
        {
          key: 'nativeSymbol',
          label: 'Its coin',
          placeholder: 'ETH',
          issue: (text) => (/^[A-Za-z0-9]{1,12}$/.test(text) ? null : 'Up to 12 letters and figures.'),
        },
      ]}
      ask={({ chainId = '', name = '', nativeSymbol = '' }) =>
        bridge().ask['chains.requestAdd']({ chainId: Number.parseInt(chainId, 10), name, nativeSymbol })
      }
    />
  );
}
