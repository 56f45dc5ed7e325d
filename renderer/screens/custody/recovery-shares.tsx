import type { ReactElement } from 'react';
import type { BackupRow } from '../../../core/contract/shapes.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { rehearsalWords } from '../../state/backup-words.ts';
import { useNow } from '../../state/now.ts';

const commands = [
  {
    what: 'Split a copy of the vault into five shares, of which three are enough',
    say: 'portcullis recovery split --for vault FILE',
  },
  { what: 'Rehearse: see that shares open the bundle, and keep nothing', say: 'portcullis recovery rehearse BUNDLE' },
  { what: 'Bring the file back', say: 'portcullis recovery combine BUNDLE --out FILE' },
  { what: 'Note a rehearsal that was held elsewhere', say: 'portcullis backups rehearsed SET' },
] as const;

/** When recovery shares were rehearsed last, and what is typed at a terminal: no share is ever shown or taken in a window. */
export function RecoveryShares({ rows }: { readonly rows: readonly BackupRow[] }): ReactElement {
  const nowMs = useNow();
  return (
    <section className="pane-part" aria-labelledby="shares-title">
      <h3 id="shares-title">Recovery shares</h3>
      <p>{rehearsalWords(rows, nowMs)}</p>
      <p className="part-note">
        Shares are split and combined at a terminal, on a computer without a network: no window shows or takes one.
      </p>
      <dl className="commands">
        {commands.map(({ say, what }) => (
          <div key={say}>
            <dt>{what}</dt>
            <dd>
              <code>{say}</code>
              <CopyButton text={say} what={`the command: ${what}`} isSmall />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
