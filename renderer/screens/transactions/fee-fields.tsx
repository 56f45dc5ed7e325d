import type { ReactElement } from 'react';
import { Segmented } from '../../parts/segmented.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { ComposeFields } from '../../state/compose.ts';
import { setCompose } from '../../state/compose-store.ts';

const speeds = [
  { value: 'slow', text: 'Slow', title: 'What a few of the last blocks took' },
  { value: 'normal', text: 'Normal', title: 'What most of the last blocks took' },
  { value: 'fast', text: 'Fast', title: 'More than most of the last blocks took' },
  { value: 'custom', text: 'Custom', title: 'Fees said outright' },
] as const;

interface FeeFieldsProps {
  readonly fields: ComposeFields;
  readonly issueOf: (field: 'maxFeeGwei' | 'tipGwei' | 'gas') => string | null;
}

/** How much of a hurry there is, or the fees outright. What comes of it is in the preview, exactly. */
export function FeeFields({ fields, issueOf }: FeeFieldsProps): ReactElement {
  return (
    <div className="line-field">
      <span className="line-label" id="fees-label">
        Fees
      </span>
      <Segmented
        label="Fees"
        className="quiet boxed"
        value={fields.speed}
        options={speeds}
        onChange={(speed) => setCompose({ speed })}
      />
      {fields.speed === 'custom' ? (
        <div className="fee-fields">
          <TextField
            id="max-fee"
            label="At most"
            unit="gwei"
            inputMode="decimal"
            value={fields.maxFeeGwei}
            issue={issueOf('maxFeeGwei')}
            onChange={(maxFeeGwei) => setCompose({ maxFeeGwei })}
          />
          <TextField
            id="tip"
            label="Tip"
            unit="gwei"
            inputMode="decimal"
            value={fields.tipGwei}
            issue={issueOf('tipGwei')}
            onChange={(tipGwei) => setCompose({ tipGwei })}
          />
          <TextField
            id="gas"
            label="Gas"
            placeholder="as estimated"
            inputMode="numeric"
            value={fields.gas}
            issue={issueOf('gas')}
            onChange={(gas) => setCompose({ gas })}
          />
        </div>
      ) : null}
    </div>
  );
}
