import type { ReactElement } from 'react';
import type { ArmableSpend } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';

interface ChainChoiceProps {
  readonly spends: readonly ArmableSpend[];
  readonly chosen: readonly number[];
  readonly onChange: (chosen: readonly number[]) => void;
}

/** The real chains that live trading can be armed for; nothing where there are none. */
export function ChainChoice({ chosen, onChange, spends }: ChainChoiceProps): ReactElement | null {
  const chains = [...new Map(spends.map(({ chainId, chainName }) => [chainId, chainName]))];
  if (chains.length === 0) return null;
  return (
    <fieldset className="arm-exchanges">
      <legend>Chains</legend>
      {chains.map(([chainId, name]) => (
        <label key={chainId}>
          <input
            type="checkbox"
            checked={chosen.includes(chainId)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, chainId] : chosen.filter((one) => one !== chainId))
            }
          />
          {shownText(name)}
        </label>
      ))}
    </fieldset>
  );
}
