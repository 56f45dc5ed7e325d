import type { Approval, DerivationFamily, DerivedAddress, SignerBoard, SignerStanding } from '../contract/shapes.ts';
import { conflict } from '../domain/conflict.ts';
import { ok, type Result } from '../domain/result.ts';
import type { LedgerSigner, SeenApp } from '../signers/ledger/ledger-types.ts';
import type { MpcSigner } from '../signers/mpc/mpc-signer.ts';
import { type ActiveSigner, openActiveSigner, type SigningParts } from './active-signer.ts';
import { requestSelection, type SignerSelection } from './choose-signer.ts';
import { type KeyshareDesk, openKeyshareDesk } from './keyshare-desk.ts';
import { type Keyshares, keysharesOf } from './keyshares.ts';
import { makeSigner } from './make-signer.ts';
import { boardOf, datesOf } from './signer-board.ts';
import { type SignerLink, signerLinks } from './signer-links.ts';
import { signerAddress, testSigner } from './test-signer.ts';
import { withPatience } from './with-patience.ts';

/** All that a person can do with signers. */
export interface Signing {
  readonly active: ActiveSigner;
  /** The keyshares of the two-party signer, where that is the one in use. */
  readonly keyshares: Keyshares;
  /** What a person sees of both parties of a two-party signer, in use or only set up. */
  readonly keyshareDesk: KeyshareDesk;
  board(): SignerBoard;
  /** When the signer in use was shown to hold the pinned address; null where it never was since it was pinned. Nothing is asked of it. */
  dates(): Pick<SignerBoard, 'testedAtMs' | 'verifiedAtMs'>;
  /** The services that the signer in use asks, and how well each is known. */
  links(): readonly SignerLink[];
  /** The Ethereum app that the Ledger in use had when it was asked last; null for another signer, and where it was not asked yet. */
  ledgerApp(): SeenApp | null;
  requestSelect(wanted: SignerSelection): Promise<Result<Approval>>;
  address(show: boolean, actor: string): Promise<Result<{ address: string; verifiedAtMs: number | null }>>;
  test(actor: string): Promise<Result<{ address: string; text: string | null; testedAtMs: number }>>;
  deviceAddresses(family: DerivationFamily, from: number, count: number): Promise<Result<DerivedAddress[]>>;
  openApp(): Promise<Result<SignerStanding>>;
  requestRestarted(): Result<Approval>;
  close(): Promise<void>;
}

/** The signers of a data folder. */
export function openSigning(parts: SigningParts): Signing {
  const { approvals, choices, clock, settings } = parts;
  const active = openActiveSigner(parts);
  const keyshares = keysharesOf(parts, active);

  /** Runs with the active Ledger, or with one that nothing is pinned to, which is let go afterwards. */
  const withLedger = async <T>(
    use: (device: LedgerSigner, signal: AbortSignal) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const own = active.signer();
    const made = own?.kind === 'ledger' ? ok(own) : makeSigner({ kind: 'ledger', pinned: null, path: null }, parts);
    if (!made.ok) return made;
    const used = await withPatience(clock, (signal) => use(made.value as LedgerSigner, signal));
    if (made.value !== own) await made.value.close();
    active.tell();
    return used;
  };

  return {
    active,
    keyshares,
    keyshareDesk: openKeyshareDesk(parts, active, keyshares),
    board: () =>
      boardOf({
        making: parts,
        active: active.kind(),
        chosenBy:
          settings.values.SIGNER_TYPE !== undefined ? 'environment' : choices.get() === null ? 'nobody' : 'console',
        choice: choices.get(),
        signer: active.signer(),
        pinned: active.chip().address,
        chip: active.chip(),
      }),
    dates: () => datesOf({ active: active.kind(), choice: choices.get(), pinned: active.chip().address }),
    links: () => signerLinks(active.kind(), parts),
    ledgerApp() {
      const signer = active.signer();
      return signer?.kind === 'ledger' ? (signer as LedgerSigner).seenApp() : null;
    },
    requestSelect: (wanted) => requestSelection(parts, active, wanted),
    address: (show, actor) => signerAddress(parts, active, show, actor),
    test: (actor) => testSigner(parts, active, actor),
    async deviceAddresses(family, from, count) {
      const found = await withLedger((device, signal) => device.addresses(family, from, count, signal));
      return found.ok ? ok([...found.value]) : found;
    },
    async openApp() {
      const opened = await withLedger(async (device, signal) => {
        const answer = await device.openApp(signal);
        const { code, isReady, needs, text } = device.state();
        return answer.ok ? ok({ code, isReady, needs, text }) : answer;
      });
      return opened;
    },
    requestRestarted() {
      const signer = active.signer();
      const word = signer?.kind === 'cb_mpc_2pc' ? (signer as MpcSigner).awaits() : null;
      if (signer === null || word === null) {
        return conflict('no two-party signer waits for a word of yours');
      }
      return approvals.ask({
        kind: 'signer-choice',
        subject: 'two-party signer',
        title: 'Use the two-party signer again: it makes a test signature first.',
        lines: [
          { label: 'Why it stopped', text: signer.state().text },
          {
            label: 'You say',
            text: word === 'parties-restarted' ? 'Both parties were restarted.' : 'It was put right.',
          },
        ],
        warnings: [],
        rulings: [],
        word: 'RESTARTED',
        act: async (actor) => {
          const cleared = await (signer as MpcSigner).clearDoubt(actor, word);
          active.tell();
          return cleared;
        },
      });
    },
    close: async () => active.signer()?.close(),
  };
}
