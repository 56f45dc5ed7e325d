import { type ReactElement, useState } from 'react';
import type { SignerBoard } from '../../core/contract/shapes.ts';
import type { AppError } from '../../core/domain/errors.ts';
import { bridge } from '../bridge.ts';
import { momentWithZone } from '../format/time.ts';
import { useNow } from '../state/now.ts';
import { lastProof } from '../state/signer-words.ts';
import { Problem } from './problem.tsx';

/** Has the signer show its address on its own screen, where the person compares it; and says when that was last done. */
export function VerifyAddress({ board }: { readonly board: SignerBoard }): ReactElement {
  const nowMs = useNow();
  const [isShowing, setShowing] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const active = board.signers.find(({ isActive }) => isActive);
  const hasScreen = active?.hasScreen === true;

  async function verify(): Promise<void> {
    setShowing(true);
    setError(null);
    const answer = await bridge().ask['signers.address']({ show: true });
    setShowing(false);
    setError(answer.ok ? null : answer.error);
  }

  if (!hasScreen) {
    return <p className="part-note">This signer has no screen of its own on which the address could be verified.</p>;
  }
  return (
    <div className="verify">
      <button type="button" className="button" disabled={isShowing} onClick={() => void verify()}>
        Verify on the device
      </button>
      <p className="part-note" role="status">
        {isShowing ? (
          <strong>Compare every group with the device, then confirm there.</strong>
        ) : (
          <span title={board.verifiedAtMs === null ? undefined : momentWithZone(board.verifiedAtMs)}>
            Last verified on the device: {lastProof(board.verifiedAtMs, nowMs)}.
          </span>
        )}
      </p>
      {error === null ? null : <Problem error={error} />}
    </div>
  );
}
