import type { VaultFacts } from './contract/shapes.ts';
import { conflict } from './domain/conflict.ts';
import { ok, type Result } from './domain/result.ts';
import { auditKey, type Foundations } from './foundations.ts';
import type { Ports } from './ports.ts';
import type { Record } from './trading/record.ts';

/** The ways into the vault, each leaving a row. */
export interface VaultAccess {
  /** Opens it with a passphrase, the first time makes it, and seals what the trail holds from before. Errors are those of the vault. */
  unlock(passphrase: string, actor: string): Promise<Result<VaultFacts>>;
  /** Asks the host's keychain again and opens it where that gives the key; likewise. */
  askKeychain(actor: string): Promise<Result<VaultFacts>>;
  /**
   * Whether a passphrase typed at a terminal lets it ask `method`: it opens the vault, or makes it for `vault.unlock`. One made in this run
   * raises nothing in this run. `wrong-passphrase`, `too-many-tries`, and the other errors of the vault.
   */
  checkPassphrase(passphrase: string, method: string): Promise<Result<void>>;
  /** Why no passphrase typed at a terminal raises anything now, as a sentence; null where one may. */
  whyNoneRaises(): string | null;
}

/** The access to the vault of open foundations. Every wrong passphrase leaves a `failed_auth` row, wherever it was typed. */
export function createVaultAccess(
  { audit, vault }: Pick<Foundations, 'audit' | 'vault'>,
  ports: Pick<Ports, 'ids'>,
  record: Record,
): VaultAccess {
  let isMadeNow = false;

  vault.onWrongPassphrase((what, times) => {
    const body = { for: what, times };
    const row = { eventType: 'failed_auth', level: 'warn', status: 'failed', actor: 'core', body } as const;
    return record.after({ ...row, subject: 'vault passphrase' });
  });

  async function opened(by: string, actor: string, open: () => Promise<Result<void>>): Promise<Result<VaultFacts>> {
    const result = await open();
    // Where the trail does not hold the vault is open all the same: that is told by the halt, and by nothing that calls the opening failed.
    const sealed: Result<void> = result.ok ? sealTrail() : ok(undefined);
    await record.after({
      eventType: 'vault-unlock',
      level: result.ok && sealed.ok ? 'info' : 'warn',
      status: result.ok ? 'ok' : 'failed',
      actor,
      subject: by,
      body: { ...(result.ok ? {} : { error: result.error.code }), ...(sealed.ok ? {} : { trail: sealed.error.code }) },
    });
    return result.ok ? ok(vault.facts()) : result;
  }

  function sealTrail(): Result<void> {
    const key = auditKey(vault, ports);
    return key === null ? ok(undefined) : audit.setKey(key);
  }

  const whyNoneRaises = (): string | null => {
    const { openedBy, secondLock, state } = vault.facts();
    if (state === 'absent') return noneYet;
    // Whoever reaches the socket could invent the first passphrase: it proves nobody until the console was started again.
    if (isMadeNow) return madeNow;
    return openedBy === 'passphrase' || secondLock ? null : keychainOpens;
  };

  return {
    whyNoneRaises,
    async unlock(passphrase, actor) {
      const wasAbsent = vault.state() === 'absent';
      const unlocked = await opened('passphrase', actor, () => vault.unlock(passphrase));
      if (wasAbsent && unlocked.ok) isMadeNow = true;
      return unlocked;
    },
    askKeychain: (actor) => opened('keychain', actor, () => vault.askKeychain()),
    async checkPassphrase(passphrase, method) {
      const isFirst = vault.state() === 'absent';
      if (method === 'vault.unlock') return isFirst ? ok(undefined) : vault.checkPassphrase(passphrase);
      return isFirst || isMadeNow ? conflict(isFirst ? noneYet : madeNow) : vault.checkPassphrase(passphrase);
    },
  };
}

const noneYet =
  'There is no vault yet, and nothing is raised at a terminal without its passphrase. Make one with `portcullis unlock`, then start the console again.';
const madeNow = 'The passphrase was made in this run and raises nothing before the console is started again.';
const keychainOpens =
  'The keychain opens this vault and no passphrase does, so nothing is raised at a terminal. Answer in the approval window.';
