import type { Vault } from './custody/vault.ts';
import type { Exchange } from './exchanges/exchange.ts';
import { auditKeyIdentity } from './foundations.ts';

/**
 * What is wrong with the vault that live trading rests on, as a sentence; null where nothing is. One of its records is opened for that, and
 * overwritten. A console without a vault has nothing in it that could fail.
 */
export function vaultTrouble(
  vault: Pick<Vault, 'problem' | 'state' | 'take'>,
  exchanges: readonly Pick<Exchange, 'isArmed' | 'standing'>[],
): string | null {
  const problem = vault.problem();
  if (problem !== null) return problem;
  if (vault.state() === 'locked') return 'The vault is locked';
  if (vault.state() === 'open') {
    const record = vault.take(auditKeyIdentity);
    if (!record.ok) return `The vault can no longer be read (${record.error.code})`;
    record.value.fill(0);
  }
  const [unread] = exchanges.flatMap((exchange) => {
    const { keyProblem, title } = exchange.standing();
    return exchange.isArmed() && keyProblem !== null ? [`The key of ${title} cannot be read: ${keyProblem}`] : [];
  });
  return unread ?? null;
}
