import { type ReactElement, useState } from 'react';
import type { AuditChain, AuditVerification } from '../../../core/contract/shapes.ts';
import type { AppError } from '../../../core/domain/errors.ts';
import { bridge } from '../../bridge.ts';
import { Icon } from '../../parts/icon.tsx';
import { Problem } from '../../parts/problem.tsx';
import { chainWords } from '../../state/chain-words.ts';
import { useNow } from '../../state/now.ts';
import { verificationSentences } from '../../state/verification-words.ts';

type Walk = 'idle' | 'walking' | { readonly found: AuditVerification } | { readonly error: AppError };

/** How far the trail is known to hold, and the whole walk over it on demand. */
export function ChainState({ audit }: { readonly audit: AuditChain | undefined }): ReactElement {
  const nowMs = useNow();
  const [walk, setWalk] = useState<Walk>('idle');
  const words = audit === undefined ? null : chainWords(audit, nowMs);

  async function verify(): Promise<void> {
    setWalk('walking');
    const answer = await bridge().ask['audit.verify']({});
    setWalk(answer.ok ? { found: answer.value } : { error: answer.error });
  }

  return (
    <section className="chain-state" aria-label="State of the chain">
      <p className="chain-sentence" data-tone={words?.tone}>
        <Icon name={words?.tone === 'good' ? 'check' : words?.tone === 'caution' ? 'cross' : 'audit'} />
        <strong>{words?.sentence ?? 'The core is starting.'}</strong>
      </p>
      <div className="chain-walk" role="status">
        <WalkWords walk={walk} />
      </div>
      <button
        type="button"
        className="button"
        disabled={walk === 'walking' || audit === undefined}
        onClick={() => void verify()}
      >
        {walk === 'walking' ? 'Verifying' : 'Verify every row'}
      </button>
    </section>
  );
}

function WalkWords({ walk }: { readonly walk: Walk }): ReactElement | null {
  if (walk === 'idle') return null;
  if (walk === 'walking') return <p>Walking the chain from row 1.</p>;
  if ('error' in walk) return <Problem error={walk.error} />;
  const [first, ...rest] = verificationSentences(walk.found);
  return (
    <>
      <p className={walk.found.ok ? 'good-words' : 'bad-words'}>{first}</p>
      {rest.length === 0 ? null : <p>{rest.join(' ')}</p>}
    </>
  );
}
