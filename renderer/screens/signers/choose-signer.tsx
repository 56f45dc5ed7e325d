import { type ReactElement, useState } from 'react';
import type { SignerBoard, SignerRow } from '../../../core/contract/shapes.ts';
import { parseAddress } from '../../../core/domain/address.ts';
import type { SignerKindName } from '../../../core/domain/signer-kinds.ts';
import { bridge } from '../../bridge.ts';
import { AskingWords } from '../../parts/asking-words.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAsking } from '../../parts/use-asking.ts';
import { signerNames } from '../../state/signer-words.ts';

/** Why an address is named, by kind. */
const hints: Partial<Record<SignerKindName, string>> = {
  cb_mpc_2pc: 'Nobody here can vouch for the address of two parties, so you name it.',
  keystore: 'It says which keystore is meant where there is more than one; else it may stay empty.',
};

interface ChooseSignerProps {
  readonly board: SignerBoard;
  readonly row: SignerRow;
}

/** Makes a signer the active one, or pins the active one's address anew: it is asked for its address, and the person approves that. */
export function ChooseSigner({ board, row }: ChooseSignerProps): ReactElement {
  const { kind } = row;
  const asking = useAsking();
  const [typed, setTyped] = useState('');
  const mustVouch = kind === 'cb_mpc_2pc';
  const mayName = mustVouch || kind === 'remote' || kind === 'keystore';
  const address = parseAddress(typed.trim());
  const isOther = board.chosenBy === 'environment' && board.active !== kind;
  const isIncomplete = row.standing.code === 'not-set-up' || (mustVouch && address === null);
  const isUnreadable = typed.trim() !== '' && address === null;

  function choose(): void {
    const input = { kind, ...(address === null ? {} : { address }) };
    void asking.ask(
      'The signer is asked for its address.',
      () => bridge().ask['signers.select'](input),
      (approval) => approval,
    );
  }

  return (
    <div className="signer-choose">
      {mayName ? (
        <TextField
          id="signer-address"
          label={mustVouch ? 'Its address, as you know it from when its key was made' : 'Its address, if you know it'}
          isMono
          placeholder="0x…"
          value={typed}
          issue={isUnreadable ? 'This is not an address, or its checksum is wrong.' : null}
          hint={hints[kind] ?? ''}
          onChange={setTyped}
        />
      ) : null}
      <div className="button-row">
        <button
          type="button"
          className="button strong"
          disabled={isOther || isIncomplete || isUnreadable || asking.waitsFor !== null}
          aria-describedby="choose-note"
          onClick={choose}
        >
          {row.isActive ? (board.pinned === null ? 'Pin its address…' : 'Pin its address anew…') : 'Use this signer…'}
        </button>
      </div>
      <p className="part-note" id="choose-note">
        {isOther && board.active !== null
          ? `SIGNER_TYPE chooses ${signerNames[board.active]}: change that setting and start again to use another.`
          : 'From then on every signature must come from that address; anything else stops trading.'}
      </p>
      <AskingWords asking={asking} meanwhile="Compare the address there." />
    </div>
  );
}
