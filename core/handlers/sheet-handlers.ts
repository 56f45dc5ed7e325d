import type { Handlers } from '../contract/methods.ts';
import { ok, type Result } from '../domain/result.ts';
import { createSheetExport } from '../export-sheet.ts';
import type { SheetFacts } from '../procedures/sheet/sheet.ts';
import { seenKeystore } from '../signing/keystore-files.ts';
import { actorOf, type HandlerParts } from './parts.ts';

type Names = Extract<keyof Handlers, `sheet.${string}`>;

/** The lost-laptop sheet, made of what the console knows without asking anybody. */
export function sheetHandlers(parts: HandlerParts): Pick<Handlers, Names> {
  const { announce, backups, book, chains, clock, contacts, custody, dataFolder, foundations, record, signing } = parts;
  const { keystores } = parts;

  const facts = (): Result<SheetFacts> => {
    const [credentials, kept, documented] = [custody.list(), backups.list(), contacts.list()];
    if (!credentials.ok) return credentials;
    if (!kept.ok) return kept;
    if (!documented.ok) return documented;
    const { active, pinned, signers } = signing.board();
    const title = signers.find(({ kind }) => kind === active)?.title ?? '';
    const inUse = keystores.file();
    const seen = inUse === null ? null : seenKeystore(inUse);
    return ok({
      keystores: [...(seen === null ? [] : [seen]), ...keystores.others()],
      credentials: credentials.value.credentials,
      signer: active === null ? null : { kind: active, title, address: pinned },
      rescue: chains.list().flatMap(({ chainId, name }) => {
        const rescue = book.rescueOf(BigInt(chainId));
        return rescue === null ? [] : [{ chain: name, address: rescue.address }];
      }),
      contacts: documented.value.contacts,
      backups: kept.value.rows,
    });
  };

  const sheet = createSheetExport({
    database: foundations.database,
    dataFolder,
    clock,
    record,
    facts,
    changed: () => announce({ topic: 'custody.changed', payload: {} }),
  });
  return {
    'sheet.standing': () => sheet.standing(),
    'sheet.write': (_, face) => sheet.write(actorOf(face)),
  };
}
