import { type FormEvent, type ReactElement, type RefObject, useEffect } from 'react';
import type { KnownChain } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { shownText } from '../../escape.ts';
import { Problem } from '../../parts/problem.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { ComposeField, ComposeReading } from '../../state/compose.ts';
import { issueAt } from '../../state/compose-issues.ts';
import { chooseChain, setCompose, useCompose } from '../../state/compose-store.ts';
import { ChainField } from './chain-field.tsx';
import { FeeFields } from './fee-fields.tsx';
import { RecipientField } from './recipient-field.tsx';
import { TokenField } from './token-field.tsx';
import type { ChainBook } from './use-chain-book.ts';

const kinds = [
  { value: 'transfer', text: 'Coins', title: 'Transfer coins of the network' },
  { value: 'token-transfer', text: 'Token', title: 'Transfer a token' },
  { value: 'token-approval', text: 'Approve', title: 'Let a spender take a token from you' },
  { value: 'call', text: 'Call', title: 'Call a contract with calldata' },
  { value: 'raw', text: 'Paste', title: 'Unsigned bytes or fields that were made elsewhere' },
] as const;

const headings = {
  transfer: 'Transfer coins',
  'token-transfer': 'Transfer a token',
  'token-approval': 'Approve a token',
  call: 'Call a contract',
  raw: 'Paste a transaction',
} as const;

interface ComposePanelProps {
  readonly book: ChainBook;
  readonly chain: KnownChain | undefined;
  readonly reading: ComposeReading;
  /** Why the core would not prepare it; its words about a field are shown at that field. */
  readonly error: AppError | null;
  /** Where Enter leads: the button that signs, which is pressed on its own. */
  readonly submit: RefObject<HTMLButtonElement | null>;
}

/** Puts a transaction together. What is typed is prepared and judged as it is typed; nothing is signed from here. */
export function ComposePanel({ book, chain, error, reading, submit }: ComposePanelProps): ReactElement {
  const fields = useCompose();
  const { chains } = book;
  const { chainId, kind } = fields;

  useEffect(() => {
    if (chainId === null || !chains.some((known) => known.chainId === chainId)) {
      const first = chains.find(({ isForPaper }) => isForPaper) ?? chains[0];
      if (first !== undefined) chooseChain(first.chainId);
    }
  }, [chains, chainId]);

  function issueOf(field: ComposeField): string | null {
    if (reading.kind === 'unreadable') return reading.field === field ? reading.problem : null;
    return issueAt(field, kind, error);
  }

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    submit.current?.focus();
  }

  const token = book.tokens.find(({ address }) => address === fields.token);
  const unit = kind === 'transfer' ? chain?.nativeSymbol : token?.symbol;
  return (
    <form className="panel compose" aria-label="New transaction" onSubmit={onSubmit} noValidate>
      <header className="panel-head">
        <h2>{headings[kind]}</h2>
      </header>
      <div className="compose-fields">
        <Segmented
          label="Kind of transaction"
          className="quiet boxed"
          value={kind}
          options={kinds}
          onChange={(next) => setCompose({ kind: next })}
        />
        {book.error === null ? null : <Problem error={book.error} />}
        <ChainField chains={chains} chain={chain} />
        {kind === 'token-transfer' || kind === 'token-approval' ? (
          <TokenField chainId={chainId} tokens={book.tokens} token={fields.token} />
        ) : null}
        {kind === 'raw' ? (
          <TextArea
            id="pasted"
            label="Unsigned transaction"
            value={fields.pasted}
            placeholder={'0x02… or { "to": "0x…", "value": "0", … }'}
            hint="Taken exactly as it is, or refused. Its sender and chain must be yours and the network above."
            issue={issueOf('pasted')}
            onChange={(pasted) => setCompose({ pasted })}
          />
        ) : (
          <RecipientField
            chain={chain}
            label={kind === 'token-approval' ? 'Spender' : kind === 'call' ? 'Contract' : 'To'}
            to={fields.to}
            issue={issueOf('to')}
            recipients={book.recipients}
          />
        )}
        {kind === 'call' ? (
          <>
            <TextField
              id="value-wei"
              label="Coins sent along"
              unit="wei"
              inputMode="numeric"
              placeholder="0"
              value={fields.valueWei}
              issue={issueOf('valueWei')}
              onChange={(valueWei) => setCompose({ valueWei })}
            />
            <TextArea
              id="calldata"
              label="Calldata"
              value={fields.data}
              placeholder="0x…"
              hint=""
              issue={issueOf('data')}
              onChange={(data) => setCompose({ data })}
            />
          </>
        ) : null}
        {kind === 'call' || kind === 'raw' ? null : (
          <TextField
            id="transaction-amount"
            label="Amount"
            {...(unit === undefined ? {} : { unit: shownText(unit) })}
            inputMode="decimal"
            isDisabled={kind === 'token-approval' && fields.isUnlimited}
            value={kind === 'token-approval' && fields.isUnlimited ? '' : fields.amount}
            issue={issueOf('amount')}
            onChange={(amount) => setCompose({ amount })}
          />
        )}
        {kind === 'token-approval' ? <Unlimited isUnlimited={fields.isUnlimited} /> : null}
        {kind === 'raw' ? null : <FeeFields fields={fields} issueOf={issueOf} />}
      </div>
    </form>
  );
}

function Unlimited({ isUnlimited }: { readonly isUnlimited: boolean }): ReactElement {
  return (
    <div className="unlimited" data-on={isUnlimited}>
      <label className="check-line">
        <input
          type="checkbox"
          checked={isUnlimited}
          aria-describedby="unlimited-note"
          onChange={(event) => setCompose({ isUnlimited: event.target.checked })}
        />
        Unlimited
      </label>
      <p id="unlimited-note">
        {isUnlimited
          ? 'Danger: the spender could take all you have of this token, now and whenever you have more. The policy usually refuses this.'
          : 'Approve exactly what is needed; what is left can be taken back under Allowances.'}
      </p>
    </div>
  );
}

interface TextAreaProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly hint: string;
  readonly issue: string | null;
  readonly onChange: (text: string) => void;
}

function TextArea({ hint, id, issue, label, onChange, placeholder, value }: TextAreaProps): ReactElement {
  return (
    <div className="line-field" data-issue={issue !== null}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="input sandbox-text"
        rows={5}
        spellCheck={false}
        maxLength={262_146}
        value={value}
        placeholder={placeholder}
        aria-invalid={issue !== null}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="line-note" id={`${id}-note`} role={issue === null ? undefined : 'alert'}>
        {issue ?? hint}
      </div>
    </div>
  );
}
