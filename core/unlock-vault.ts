import type { SystemStatus } from './contract/shapes.ts';
import { ok, type Result } from './domain/result.ts';
import { auditKey, type Foundations } from './foundations.ts';
import type { Ports } from './ports.ts';
import type { Record } from './trading/record.ts';

/** Opens the vault with a passphrase and seals what the trail holds from before; a wrong passphrase leaves a row. */
export async function unlockVault(
  { vault, audit }: Foundations,
  ports: Ports,
  record: Record,
  passphrase: string,
  actor: string,
): Promise<Result<SystemStatus['vault']>> {
  const entry = { eventType: 'vault-unlock', actor, subject: 'vault', body: {} };
  const unlocked = await vault.unlock(passphrase);
  if (!unlocked.ok) {
    await record.after({ ...entry, eventType: 'failed_auth', level: 'warn', status: 'failed' });
    return unlocked;
  }
  const key = auditKey(vault, ports);
  if (key !== null) {
    const sealed = audit.setKey(key);
    if (!sealed.ok) return sealed;
  }
  await record.after({ ...entry, level: 'info', status: 'ok' });
  return ok(vault.state());
}
