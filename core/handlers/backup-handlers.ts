import type { Handlers } from '../contract/methods.ts';
import { ifIt } from '../domain/may.ts';
import { ok } from '../domain/result.ts';
import { actorOf, type HandlerParts, known } from './parts.ts';

type Names = Extract<keyof Handlers, `backups.${string}`>;

/** The backup register. */
export function backupHandlers(parts: HandlerParts): Pick<Handlers, Names> {
  const { backups } = parts;
  const componentOf = (backupId: string) => {
    const listed = backups.list();
    if (!listed.ok) return listed;
    return known(listed.value.rows.find((row) => row.backupId === backupId)?.component ?? null, 'this backup');
  };
  return {
    'backups.list': () => backups.list(),
    'backups.record': ({ file, setId, ...told }, face) =>
      backups.record({ ...told, file: file ?? null, setId: setId ?? null }, actorOf(face)),
    'backups.verify': (input, face) =>
      backups.verify(
        input.by === 'opening' ? { ...input, passphrase: input.passphrase ?? null } : input,
        actorOf(face),
      ),
    'backups.rehearsed': async ({ result, setId, text }, face) => {
      const rows = await backups.rehearsed(setId, result, text, actorOf(face));
      return rows.ok ? ok([...rows.value]) : rows;
    },
    'backups.retire': ({ backupId, reason }, face) => {
      const component = componentOf(backupId);
      const may = () => (component.ok ? parts.procedures.mayRetireBackup(component.value) : component);
      return ifIt(may, () => backups.retire(backupId, reason, actorOf(face), may));
    },
  };
}
