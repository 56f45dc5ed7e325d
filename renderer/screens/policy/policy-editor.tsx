import { type ReactElement, useState } from 'react';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { shownText } from '../../escape.ts';
import { Problem } from '../../parts/problem.tsx';
import type { PolicyField } from '../../state/policy-form.ts';
import type { Policy } from './use-policy.ts';
import type { PolicyDraft } from './use-policy-draft.ts';

interface FieldWords {
  readonly field: PolicyField;
  readonly label: string;
  readonly hint: string;
}

const groups: readonly { readonly title: string; readonly fields: readonly FieldWords[] }[] = [
  {
    title: 'What may be traded',
    fields: [
      { field: 'allowExchanges', label: 'Exchanges', hint: 'Names with commas; empty allows all, “none” allows none.' },
      { field: 'allowSymbols', label: 'Markets', hint: 'Such as BTC/USDT, ETH/USDT; empty allows all.' },
      { field: 'allowMarketTypes', label: 'Market types', hint: 'Such as spot; empty allows all.' },
    ],
  },
  {
    title: 'How much',
    fields: [
      { field: 'maxOrderNotional', label: 'Largest notional', hint: 'Of one order, such as 1000 USDT, 0.5 ETH.' },
      { field: 'maxHourNotional', label: 'Per hour', hint: 'Rolling; counted when an order is let through.' },
      { field: 'maxDayNotional', label: 'Per 24 hours', hint: 'Rolling; counted when an order is let through.' },
      {
        field: 'maxDayLoss',
        label: 'Loss in a day',
        hint: 'Of live orders, such as 200 USDT; more halts. A day is one of UTC.',
      },
      { field: 'maxPosition', label: 'Largest position', hint: 'Such as 0.5 BTC: what a buy may lead to.' },
      { field: 'maxOrderAmount', label: 'Largest order', hint: 'In base units, of whatever asset.' },
      { field: 'maxOrdersPerMinute', label: 'Orders per minute', hint: 'Over all markets.' },
      {
        field: 'priceBandPercent',
        label: 'Price band, %',
        hint: 'How far on its bad side of the book’s middle an order may trade.',
      },
    ],
  },
  {
    title: 'What may be signed on chains',
    fields: [
      { field: 'chains', label: 'Chains', hint: 'Their numbers, such as 1, 8453; empty allows all.' },
      {
        field: 'recipients',
        label: 'Recipients',
        hint: 'Addresses with commas; a token’s contract is one. Empty allows all.',
      },
      { field: 'value', label: 'Largest value', hint: 'Of one transaction, in whole coins of its chain.' },
      { field: 'gas', label: 'Most gas', hint: 'Of one transaction; a transfer takes 21000.' },
      { field: 'gasPrice', label: 'Gas price, gwei', hint: 'The most that a unit of gas may cost.' },
      { field: 'hourSpend', label: 'Leaving per hour', hint: 'Such as 0.5 1:native; of a token its smallest unit.' },
      { field: 'daySpend', label: 'Leaving per 24 h', hint: 'Such as 2 1:native; going live needs it. Fees count.' },
      { field: 'coolingOff', label: 'New recipient, h', hint: 'Hours before one that was named can be sent to.' },
    ],
  },
  {
    title: 'When the console halts by itself',
    fields: [
      { field: 'refusedSubmits', label: 'Refused submits', hint: 'Of one origin in a minute. Empty: 5.' },
      { field: 'clockJumpSeconds', label: 'Clock jump, s', hint: 'Not explained by sleep. Empty: 60.' },
      { field: 'freeDiskMegabytes', label: 'Free space, MB', hint: 'Halts below it. Empty: 100.' },
      { field: 'staleMarketSeconds', label: 'Silent market, s', hint: 'While orders are open there. Empty: 60.' },
    ],
  },
  {
    title: 'When an exchange is only sold at',
    fields: [
      { field: 'venueErrors', label: 'Failed requests', hint: 'To one exchange in a minute. Empty: 5.' },
      { field: 'venueLatencyMs', label: 'Slow answer, ms', hint: 'Above it. Empty: 3000.' },
      { field: 'venueSkewMs', label: 'Clock off, ms', hint: 'From there on, 1000 at most. Empty: 1000.' },
      {
        field: 'staleVenueSeconds',
        label: 'Nothing new, s',
        hint: 'Of its time or of what is held there; 60 at least. Empty: 90.',
      },
    ],
  },
];

interface PolicyEditorProps {
  readonly policy: Policy;
  readonly draft: PolicyDraft;
}

/** The policy document as a form. What only tightens takes effect at once; what loosens anything is asked in the approval window. */
export function PolicyEditor({ policy, draft }: PolicyEditorProps): ReactElement {
  const [problem, setProblem] = useState<AppError | null>(null);
  const [said, setSaid] = useState('');
  const { form, document, change } = draft;
  const loosens = change !== null && change.loosens.length > 0;

  async function send(): Promise<void> {
    if (document === null) return;
    const edit = { document, baseDigest: policy.digest };
    setProblem(null);
    setSaid('');
    if (loosens) {
      const asked = await bridge().ask['policy.requestChange'](edit);
      if (!asked.ok) return setProblem(asked.error);
      return setSaid('Your approval is asked in its own window. The policy stays as it is until then.');
    }
    const done = await bridge().ask['policy.tighten'](edit);
    if (!done.ok) return setProblem(done.error);
    draft.discard();
    setSaid('In force now.');
  }

  if (form === null) return <p className="table-empty">Reading the policy.</p>;
  return (
    <form
      className="policy-form"
      aria-label="Policy document"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (change !== null) void send();
      }}
    >
      {groups.map((group) => (
        <fieldset key={group.title}>
          <legend>{group.title}</legend>
          {group.fields.map((words) => (
            <Field key={words.field} words={words} draft={draft} />
          ))}
          {group.title === 'What may be traded' ? (
            <label className="check-line">
              <input
                type="checkbox"
                checked={form.approveEach}
                onChange={(event) => draft.edit({ approveEach: event.target.checked })}
              />
              Every order needs my approval
            </label>
          ) : null}
        </fieldset>
      ))}
      <div className="policy-send">
        <ChangeWords draft={draft} />
        {problem === null ? null : <Problem error={problem} />}
        {draft.problem === null ? null : <Problem error={draft.problem} />}
        <p role="status">{said}</p>
        <div className="button-row">
          <button type="submit" className="button strong" disabled={change === null}>
            {loosens ? 'Ask for approval…' : 'Put in force'}
          </button>
          <button type="button" className="button" disabled={!draft.isChanged} onClick={draft.discard}>
            Discard
          </button>
        </div>
      </div>
    </form>
  );
}

function Field({ words, draft }: { readonly words: FieldWords; readonly draft: PolicyDraft }): ReactElement {
  const { field, label, hint } = words;
  const issue = draft.issues[field];
  const id = `policy-${field}`;
  return (
    <div className="policy-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input"
        spellCheck={false}
        autoComplete="off"
        maxLength={2000}
        value={draft.form?.[field] ?? ''}
        aria-invalid={issue !== undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => draft.edit({ [field]: event.target.value })}
      />
      <p id={`${id}-note`} data-issue={issue !== undefined} role={issue === undefined ? undefined : 'alert'}>
        {issue ?? hint}
      </p>
    </div>
  );
}

/** What the draft would loosen and tighten, each part in a line. */
function ChangeWords({ draft }: { readonly draft: PolicyDraft }): ReactElement {
  const { change, isChanged } = draft;
  if (!isChanged)
    return <p className="policy-quiet">Nothing is changed. Limits of the environment hold beside this document.</p>;
  if (change === null) return <p className="policy-quiet">Comparing with what is in force.</p>;
  if (change.loosens.length + change.tightens.length === 0) {
    return <p className="policy-quiet">This says the same as what is in force.</p>;
  }
  return (
    <ul className="policy-changes" aria-label="What this changes">
      {change.loosens.map((text) => (
        <li key={text} data-direction="looser">
          <strong>Looser</strong> {shownText(text)}
        </li>
      ))}
      {change.tightens.map((text) => (
        <li key={text} data-direction="stricter">
          <strong>Stricter</strong> {shownText(text)}
        </li>
      ))}
    </ul>
  );
}
