import type { ReactElement } from 'react';
import type { BackupRow } from '../../../core/contract/shapes.ts';
import { shownText } from '../../escape.ts';
import { Fact, Facts } from '../../parts/facts.tsx';
import { Problem } from '../../parts/problem.tsx';
import { SecretButtons } from '../../parts/secret-buttons.tsx';
import { useBackups } from '../../parts/use-backups.ts';
import { attestedWords, checkWords } from '../../state/backup-words.ts';
import { useNow } from '../../state/now.ts';
import { RecoveryShares } from './recovery-shares.tsx';

/** The backup register: what lies where, who can open it, how and when each was verified, and what there is no backup of. */
export function BackupsPanel(): ReactElement | null {
  const { error, value } = useBackups();
  if (value === null) return error === null ? null : <Problem error={error} />;
  const kept = value.rows.filter(({ retired }) => retired === null);
  const missing = value.components.filter((component) => component.kept === 0);
  return (
    <>
      <section className="pane-part" aria-labelledby="backups-title">
        <h3 id="backups-title">Backups</h3>
        {error === null ? null : <Problem error={error} />}
        {kept.length === 0 ? <p>None is recorded. Nobody knows whether anything could be brought back.</p> : null}
        <ul className="register" aria-label="Recorded backups">
          {kept.map((row) => (
            <BackupItem key={row.backupId} row={row} />
          ))}
        </ul>
        <SecretButtons
          buttons={[{ form: 'backup-record', text: 'Record a backup…' }]}
          standing={String(value.rows.length)}
        />
        <p className="part-note">{value.cannotKnow}</p>
      </section>
      {missing.length === 0 ? null : (
        <section className="pane-part" aria-labelledby="no-backups-title">
          <h3 id="no-backups-title">Without a backup</h3>
          <Facts>
            {missing.map(({ component, expected, title }) => (
              <Fact key={component} name={title}>
                {expected.place}; {expected.encryption}; {expected.access}
              </Fact>
            ))}
          </Facts>
          <p className="part-note">Beside each stands what is expected of it. What you do not use needs none.</p>
        </section>
      )}
      <RecoveryShares rows={value.rows} />
    </>
  );
}

function BackupItem({ row }: { readonly row: BackupRow }): ReactElement {
  const { access, backupId, encryption, geographicSplit, isOpenedHere, lastCheck, place, setId, title, twoPerson } =
    row;
  const nowMs = useNow();
  const verify = isOpenedHere
    ? ({ form: 'backup-open', text: 'Open it…', credentialId: backupId } as const)
    : ({ form: 'backup-attest', text: 'Say whether it holds…', credentialId: backupId } as const);
  return (
    <li>
      <p>
        <strong>{title}</strong>
        {setId === null ? '' : `, set ${setId}`}
      </p>
      <Facts>
        <Fact name="Place">{shownText(place)}</Fact>
        <Fact name="Encryption">{shownText(encryption)}</Fact>
        <Fact name="Who can open it">{shownText(access)}</Fact>
        <Fact name="Two persons">{attestedWords[twoPerson]}</Fact>
        <Fact name="Several places">{attestedWords[geographicSplit]}</Fact>
      </Facts>
      <p className="backup-check" data-result={lastCheck?.result ?? 'none'}>
        {checkWords(row, nowMs)}
      </p>
      {row.unmet.map((rule) => (
        <p key={rule} className="custody-problem">
          {rule}
        </p>
      ))}
      <SecretButtons
        buttons={[verify, { form: 'backup-retire', text: 'Take it out…', credentialId: backupId }]}
        standing={String(lastCheck?.atMs)}
      />
    </li>
  );
}
