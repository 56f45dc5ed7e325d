import { basename } from 'node:path';
import type { BackupRow, Contact, CredentialKind, CredentialRow } from '../../contract/shapes.ts';
import { exchangeNames, exchanges } from '../../domain/exchanges.ts';
import { shownText } from '../../domain/shown-text.ts';
import type { SignerKindName } from '../../domain/signer-kinds.ts';
import { exchangePages } from './exchange-pages.ts';
import { sheetSteps } from './sheet-steps.ts';

/** What the sheet is made of. Nothing secret is in any of it. */
export interface SheetFacts {
  readonly credentials: readonly Pick<CredentialRow, 'kind' | 'label' | 'fingerprint' | 'state' | 'subject'>[];
  /** The signer in use; the address is null until one is pinned. */
  readonly signer: { readonly kind: SignerKindName; readonly title: string; readonly address: string | null } | null;
  /** The keystores that lie in the data folder, that of the signer in use among them; the address is what a file says, null where it says none. */
  readonly keystores: readonly { readonly file: string; readonly address: string | null }[];
  /** Where everything may go while trading is halted, by chain. */
  readonly rescue: readonly { readonly chain: string; readonly address: string }[];
  readonly contacts: readonly Pick<Contact, 'name' | 'role' | 'reach'>[];
  readonly backups: readonly Pick<BackupRow, 'title' | 'place' | 'encryption' | 'access' | 'retired'>[];
}

/** A row of one of the sheet's tables. */
export type SheetRow = readonly string[];

/** The sheet as plain text, in the order in which it is read; every text in it can be shown as it is. */
export interface Sheet {
  readonly steps: readonly string[];
  readonly venues: readonly {
    readonly title: string;
    readonly keys: string;
    readonly menu: string;
    readonly support: string;
    readonly rows: readonly SheetRow[];
  }[];
  readonly others: readonly SheetRow[];
  readonly addresses: readonly SheetRow[];
  readonly contacts: readonly SheetRow[];
  readonly backups: readonly SheetRow[];
  /** What did not fit the page, each in a sentence. */
  readonly left: readonly string[];
}

/** How many rows of each kind one page has room for. */
const most = { keys: 12, others: 8, addresses: 8, contacts: 12, backups: 10 } as const;

/** What becomes of what lay on the computer and is no exchange's key. */
const otherWords: Readonly<Record<Exclude<CredentialKind, 'cex-key'>, string>> = {
  'keystore-password': 'Move what lies at its address. Another password takes nothing back from a copied file.',
  'remote-tls': 'Have the signing service refuse this certificate.',
  'mpc-keyshare': 'Have both parties refuse this computer, then refresh the shares.',
  'api-token': 'It could only halt, and is gone with the computer.',
  'webhook-secret': 'Take back the address at the service that it goes to.',
};

/** The sheet of what is so now. A retired credential is not on it. */
export function sheetOf(facts: SheetFacts): Sheet {
  const { backups, contacts, credentials, keystores, rescue, signer } = facts;
  const there = credentials.filter(({ state }) => state !== 'retired');
  const allKeys = there.filter(({ kind }) => kind === 'cex-key');
  const keys = allKeys.slice(0, most.keys);
  const allOthers = there.flatMap(({ fingerprint, kind, label }) =>
    kind === 'cex-key' ? [] : [[label, fingerprint ?? 'not known', otherWords[kind]]],
  );
  const allAddresses = [
    ...(signer?.address === null || signer === null ? [] : [[`Signer: ${signer.title}`, signer.address]]),
    ...keystores.map(({ address, file }) => [`Keystore: ${basename(file)}`, address ?? 'not known']),
    ...rescue.map(({ address, chain }) => [`Rescue address on ${chain}`, address]),
  ];
  const allBackups = backups
    .filter(({ retired }) => retired === null)
    .map(({ access, encryption, place, title }) => [title, place, `${encryption}; ${access}`]);
  const rows = {
    others: allOthers.slice(0, most.others),
    addresses: allAddresses.slice(0, most.addresses),
    contacts: contacts.slice(0, most.contacts).map(({ name, reach, role }) => [name, role, reach]),
    backups: allBackups.slice(0, most.backups),
  };
  const shown = (all: readonly SheetRow[]): SheetRow[] => all.map((row) => row.map((text) => shownText(text)));
  return {
    steps: sheetSteps({
      hasKeys: keys.length > 0,
      signer: signer?.kind ?? null,
      rescue,
      hasOtherKeystores: hasOthers(facts),
      ...counts(rows),
    }),
    venues: exchangeNames.flatMap((name) => {
      const own = keys.filter(({ subject }) => subject === name);
      if (own.length === 0) return [];
      const keyRows = own.map(({ fingerprint, label, state }) => [
        label,
        fingerprint ?? 'not known',
        state === 'active' ? 'in use' : 'kept',
      ]);
      return [{ title: exchanges[name].title, ...exchangePages[name], rows: shown(keyRows) }];
    }),
    others: shown(rows.others),
    addresses: shown(rows.addresses),
    contacts: shown(rows.contacts),
    backups: shown(rows.backups),
    left: [
      ...leftWords(allKeys.length - keys.length, 'key of an exchange', 'keys of exchanges'),
      ...leftWords(allOthers.length - rows.others.length, 'other credential', 'other credentials'),
      ...leftWords(allAddresses.length - rows.addresses.length, 'address', 'addresses'),
      ...leftWords(allBackups.length - rows.backups.length, 'backup', 'backups'),
    ],
  };
}

/** Whether a keystore lies there whose address is not the signer's in use. */
function hasOthers({ keystores, signer }: SheetFacts): boolean {
  return keystores.some(({ address }) => address === null || address !== signer?.address);
}

function counts({ backups, contacts, others }: Pick<Sheet, 'backups' | 'contacts' | 'others'>) {
  return { hasOthers: others.length > 0, hasContacts: contacts.length > 0, hasBackups: backups.length > 0 };
}

function leftWords(count: number, one: string, many: string): readonly string[] {
  if (count === 0) return [];
  return [`No room was left for ${count === 1 ? `one more ${one}` : `${count} more ${many}`}.`];
}
