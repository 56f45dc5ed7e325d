import type { ReactElement } from 'react';
import type { TransactionPreview } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { counted, grouped } from '../../format/amount.ts';
import { coins, gwei } from '../../format/wei.ts';
import { Fact, Facts } from '../../parts/facts.tsx';
import { GroupedAddress } from '../../parts/grouped-address.tsx';
import { signerName } from '../../state/signer-words.ts';

/** What it would cost at most, exactly: in coins, and beneath in wei. A rollup's share for its first layer is an estimate and says so. */
export function PreviewCost({ preview }: { readonly preview: TransactionPreview }): ReactElement {
  const { l1FeeWei, maxCostWei, maxFeeWei, nativeSymbol, valueWei } = preview;
  return (
    <dl className="figures preview-cost" aria-label="What it costs">
      <div className="figure">
        <dt>Sent</dt>
        <dd>{coins(valueWei, nativeSymbol)}</dd>
      </div>
      <div className="figure">
        <dt>Fees at most</dt>
        <dd>{coins(maxFeeWei, nativeSymbol)}</dd>
      </div>
      {l1FeeWei === null ? null : (
        <div className="figure">
          <dt>
            First layer, about <span className="figure-note">an estimate</span>
          </dt>
          <dd>{coins(l1FeeWei, nativeSymbol)}</dd>
        </div>
      )}
      <div className="figure" data-main="true">
        <dt>Costs at most</dt>
        <dd>
          {coins(maxCostWei, nativeSymbol)}
          <span className="in-wei">{grouped(maxCostWei)} wei</span>
        </dd>
      </div>
    </dl>
  );
}

/** Everything that is in the bytes, and who would sign them. */
export function PreviewFacts({ preview }: { readonly preview: TransactionPreview }): ReactElement {
  const { chainId, chainName, from, gas, isFirstTime, maxFeePerGasWei, maxPriorityFeePerGasWei, nonce, signer } =
    preview;
  const tip = maxPriorityFeePerGasWei === null ? '' : `, of it at most ${gwei(maxPriorityFeePerGasWei)} as a tip`;
  // Whom the bytes are for has a line of its own, with its name.
  const told = preview.meaning.lines.filter(({ text }) => text !== preview.to);
  return (
    <Facts className="preview-facts">
      {told.map(({ label, text }) => (
        <Fact key={`${label} ${text}`} name={shownText(label)}>
          {isAddress(text) ? <GroupedAddress address={text} /> : shownText(text)}
        </Fact>
      ))}
      <Fact name={preview.data === '0x' ? 'To' : 'Contract'}>
        {preview.to === null ? 'a new contract' : <GroupedAddress address={preview.to} />}
        {preview.toName === null ? null : <strong className="name"> {shownText(preview.toName)}</strong>}
        {isFirstTime && preview.to !== from ? <span className="first-time"> first time</span> : null}
      </Fact>
      <Fact name="From">
        <GroupedAddress address={from} />
        <span className="soft"> {signerName(signer)}</span>
      </Fact>
      <Fact name="Network">
        {shownText(chainName)} ({chainId})
      </Fact>
      <Fact name="Nonce">{String(nonce)}</Fact>
      <Fact name="Gas">
        {grouped(gas)}, each for at most {gwei(maxFeePerGasWei)}
        {tip}; type {String(preview.type)}
      </Fact>
    </Facts>
  );
}

/** The bytes of the call, closed until they are wanted. */
export function PreviewCalldata({ preview }: { readonly preview: TransactionPreview }): ReactElement | null {
  const bytes = (preview.data.length - 2) / 2;
  if (bytes === 0) return null;
  return (
    <details className="preview-data">
      <summary>Calldata, {counted(bytes)} bytes</summary>
      <code>{shownText(preview.data)}</code>
    </details>
  );
}

function isAddress(text: string): boolean {
  return /^0x[0-9a-fA-F]{40}$/.test(text);
}
