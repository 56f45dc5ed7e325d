import { PolicyDocument } from './contract/schemas/policy.ts';
import type { BackupComponent } from './contract/shapes.ts';
import type { Announcement } from './contract/topics.ts';
import { createPassphraseGuard } from './custody/passphrase-guard.ts';
import { readJson } from './domain/read-json.ts';
import { err, ok, type Result } from './domain/result.ts';
import type { Foundations } from './foundations.ts';
import type { Ports } from './ports.ts';
import { type Backups, createBackups } from './procedures/backups/backups.ts';
import { createBackupsTable } from './procedures/backups/backups-table.ts';
import { type ProtectedFiles, protectedFiles } from './protected-file.ts';
import type { Record } from './trading/record.ts';

/** The backup register of a data folder. */
export function openBackups({
  announce,
  foundations,
  ports,
  record,
}: {
  readonly ports: Ports;
  readonly foundations: Pick<Foundations, 'database'>;
  readonly record: Record;
  readonly announce: (announcement: Announcement) => void;
}): Backups {
  const { clock, ids, signers } = ports;
  const files = protectedFiles({ clock, ids, node: signers.node });
  const guard = createPassphraseGuard(clock, (what, times) => {
    const row = { eventType: 'failed_auth', level: 'warn', status: 'failed', actor: 'core', subject: what } as const;
    return record.after({ ...row, body: { for: 'verifying a backup', times } });
  });
  return createBackups({
    table: createBackupsTable(foundations.database),
    open: (component, text, passphrase) =>
      guard.tried(`passphrase of a backup (${component})`, () => openBackup(files, component, text, passphrase)),
    record,
    clock,
    ids,
    changed: () => announce({ topic: 'custody.changed', payload: {} }),
  });
}

async function openBackup(
  files: ProtectedFiles,
  component: BackupComponent,
  text: string,
  passphrase: string | null,
): Promise<Result<string>> {
  switch (component) {
    case 'vault': {
      const opened = await files.tryOpen('vault', text, passphrase ?? '');
      return opened.ok ? ok('The copy of the vault opens with its passphrase.') : opened;
    }
    case 'keystore': {
      const opened = await files.tryOpen('keystore', text, passphrase ?? '');
      return opened.ok ? ok(`The keystore opens with its password: it is of ${opened.value}.`) : opened;
    }
    case 'policy':
      return PolicyDocument.safeParse(readJson(text)).success
        ? ok('The policy document can be read whole.')
        : err({ code: 'invalid-input', retry: 'never', issues: [{ path: 'file', problem: 'is no policy document' }] });
    case 'mpc-party-0':
    case 'mpc-party-1':
    case 'recovery-seed':
    case 'tls-certificates':
      return err({ code: 'not-offered', retry: 'never', what: 'opening this here' });
  }
}
