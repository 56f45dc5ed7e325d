import type { Face } from '../contract/method.ts';
import type { Handlers } from '../contract/methods.ts';
import type { VaultFacts } from '../contract/shapes.ts';
import { markIdentity } from '../custody/fingerprint.ts';
import type { Json } from '../domain/canonical.ts';
import { ok, type Result } from '../domain/result.ts';
import { exportFile } from '../exports-folder.ts';
import { auditKeyIdentity } from '../foundations.ts';
import { stored } from '../store/stored.ts';
import { writeWhole } from '../store/whole-file.ts';
import { betweenRows } from '../trading/record.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `vault.${string}`>;

/** The vault: what opens it, its keys, its copies. Every change stands between two rows. */
export function vaultHandlers(parts: HandlerParts): Pick<Handlers, Names> {
  const { record, vault, vaultAccess } = parts;

  /** Does something with the vault between two rows, and tells everybody. */
  const between = async <T>(
    eventType: 'rotation' | 'vault',
    subject: string,
    face: Face,
    act: () => Promise<Result<T>>,
    outcome: (done: T) => { readonly [name: string]: Json } = () => ({}),
  ): Promise<Result<T>> => {
    const ended = (isDone: boolean): void => {
      if (isDone) tell();
    };
    return betweenRows({ record, ended }, { eventType, actor: actorOf(face), subject }, {}, act, outcome);
  };
  const tell = (): void => {
    // What the vault hid, or a copy brought, is looked at.
    parts.custody.look();
    parts.announce({ topic: 'custody.changed', payload: {} });
    parts.changed();
  };
  const facts = (done: Result<void>): Result<VaultFacts> => (done.ok ? ok(vault.facts()) : done);
  const opened = (result: Result<VaultFacts>): Result<VaultFacts> => {
    if (result.ok) tell();
    return result;
  };

  return {
    'vault.unlock': async ({ passphrase }, face) => {
      const unlocked = opened(await vaultAccess.unlock(passphrase, actorOf(face)));
      return unlocked.ok ? ok({ vault: unlocked.value.state }) : unlocked;
    },
    'vault.facts': () => ok(vault.facts()),
    'vault.atTerminal': () => {
      const locked = parts.appLock.isLocked() ? 'The console is locked: unlock it in its own window.' : null;
      return ok({ why: vaultAccess.whyNoneRaises() ?? locked });
    },
    'vault.askKeychain': async (_input, face) => opened(await vaultAccess.askKeychain(actorOf(face))),
    'vault.changeMasterKey': async (_input, face) =>
      facts(await between('rotation', 'vault master key', face, () => vault.changeMasterKey())),
    'vault.changePassphrase': async ({ current, next }, face) =>
      facts(await between('rotation', 'vault passphrase', face, () => vault.changePassphrase(current, next))),
    'vault.setSecondLock': async ({ current, next }, face) => {
      const what = next === null ? 'vault second lock taken away' : 'vault second lock set';
      return facts(await between('rotation', what, face, () => vault.setSecondLock(current, next)));
    },
    'vault.export': ({ passphrase }, face) =>
      between(
        'vault',
        'export',
        face,
        async () => {
          const copy = await vault.copy(passphrase);
          if (!copy.ok) return copy;
          const written = stored('the copy of the vault could not be written', () => {
            const file = exportFile(parts.dataFolder, parts.clock, 'vault', 'json');
            writeWhole(file, Buffer.from(copy.value.text));
            return file;
          });
          return written.ok ? ok({ file: written.value, records: copy.value.records }) : written;
        },
        ({ file, records }) => ({ file, records }),
      ),
    'vault.import': ({ passphrase, replace, text }, face) =>
      between(
        'vault',
        replace ? 'import and replace' : 'import',
        face,
        // The trail here is sealed with the key that is here, and what is known of credentials is marked with the one that is here.
        () => vault.takeCopy(text, passphrase, { replace, neverReplaced: [auditKeyIdentity, markIdentity] }),
        ({ kept, taken }) => ({ kept, taken }),
      ),
  };
}
