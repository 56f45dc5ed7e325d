import type { SignerChip } from '../contract/shapes.ts';
import type { Announcement } from '../contract/topics.ts';
import type { Address } from '../domain/address.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { SignerKindName } from '../domain/signer-kinds.ts';
import type { HaltControl } from '../halt/halt.ts';
import type { Signer } from '../signers/signer.ts';
import { createSigningDesk, type SigningDesk } from '../signers/signing-desk.ts';
import type { Approvals } from '../trading/approvals.ts';
import type { Record } from '../trading/record.ts';
import type { KeptLook } from './kept-look.ts';
import { haltForShares } from './keyshare-halts.ts';
import { makeSigner, type SignerMaking } from './make-signer.ts';
import { haltOnOtherKey } from './other-key.ts';
import type { SignerChoice, SignerChoices } from './signer-choice.ts';
import { signerTitles } from './signer-titles.ts';

/** What signing stands on. */
export interface SigningParts extends SignerMaking {
  readonly choices: SignerChoices;
  readonly looks: KeptLook;
  readonly halt: HaltControl;
  readonly record: Record;
  readonly approvals: Approvals;
  readonly announce: (announcement: Announcement) => void;
  readonly changed: () => void;
}

/** The one signer that is in use, if any. */
export interface ActiveSigner {
  /** The kind that the environment or the person has chosen, null when nobody has. */
  kind(): SignerKindName | null;
  /** The signer itself, null when it could not be made. */
  signer(): Signer | null;
  /** Its desk; `signer-unavailable` when none is chosen, it cannot be made, or it is not pinned. */
  desk(): Result<SigningDesk>;
  chip(): SignerChip;
  /** Makes it anew from what is chosen now. Ends what the old one held. */
  reopen(): Promise<void>;
  /** Keeps when the address was verified or the signer tested. */
  keepDate(dates: Partial<Pick<SignerChoice, 'verifiedAtMs' | 'testedAtMs'>>): Result<void>;
  /** Tells the windows. */
  tell(): void;
}

/** The active signer of a data folder; it is made at once and asked nothing. */
export function openActiveSigner(parts: SigningParts): ActiveSigner {
  const { choices, settings } = parts;
  const chosenByEnvironment = settings.values.SIGNER_TYPE ?? null;
  let current: { readonly signer: Signer; readonly desk: SigningDesk | null } | null = null;
  let problem = '';

  const kind = (): SignerKindName | null => chosenByEnvironment ?? choices.get()?.kind ?? null;

  const pinOf = (wanted: SignerKindName): Result<Address | null> => {
    if (choices.isUnreadable) return signerUnavailable(wanted, 'choice-unreadable', 'what was chosen cannot be read');
    const choice = choices.get();
    const kept = choice?.kind === wanted ? choice.address : null;
    const given = settings.values.PORTCULLIS_SIGNER_ADDRESS ?? null;
    if (kept !== null && given !== null && kept !== given) {
      const why = 'PORTCULLIS_SIGNER_ADDRESS names another address than the pinned one';
      return signerUnavailable(wanted, 'pins-differ', why);
    }
    return ok(kept ?? given);
  };

  const open = (): void => {
    current = null;
    problem = '';
    const wanted = kind();
    if (wanted === null) return;
    const pin = pinOf(wanted);
    const choice = choices.get();
    const path = choice?.kind === wanted ? choice.path : null;
    const onMpcHalt = haltForShares(parts.halt);
    const made = pin.ok ? makeSigner({ kind: wanted, pinned: pin.value, path }, { ...parts, onMpcHalt }) : pin;
    if (!made.ok || !pin.ok) {
      problem = !made.ok && made.error.code === 'signer-unavailable' ? made.error.why : 'it cannot be used';
      return;
    }
    const [signer, pinned] = [made.value, pin.value];
    const { policyTexts } = settings;
    const onOtherKey = haltOnOtherKey(parts);
    const desk = pinned === null ? null : createSigningDesk({ signer, pinned, policyTexts, onOtherKey });
    current = { signer, desk };
  };
  open();

  const desk = (): Result<SigningDesk> => {
    const wanted = kind();
    if (wanted === null) return signerUnavailable('none', 'not-chosen', 'no signer is chosen');
    if (current === null) return signerUnavailable(wanted, 'not-set-up', problem);
    if (current.desk !== null) return ok(current.desk);
    return signerUnavailable(wanted, 'not-pinned', 'its address is not pinned yet');
  };

  const chip = (): SignerChip => {
    const wanted = kind();
    const banner =
      wanted === 'env_private_key' ? 'A private key lies in the environment: for development on paper only.' : null;
    if (wanted === null) return { kind: null, address: null, isReady: false, text: 'No signer is chosen.', banner };
    const ready = desk();
    if (!ready.ok) {
      const why = ready.error.code === 'signer-unavailable' ? ready.error.why : 'it cannot be used';
      return { kind: wanted, address: null, isReady: false, text: `${signerTitles[wanted]}: ${why}.`, banner };
    }
    const { isReady, text } = ready.value.signer.state();
    return { kind: wanted, address: ready.value.pinned, isReady, text, banner };
  };

  const tell = (): void => {
    parts.announce({ topic: 'signer.changed', payload: chip() });
    parts.changed();
  };

  return {
    kind,
    signer: () => current?.signer ?? null,
    desk,
    chip,
    async reopen() {
      const old = current?.signer;
      open();
      tell();
      await old?.close();
    },
    keepDate(dates) {
      const choice = choices.get();
      const kept = choice === null ? ok(undefined) : choices.set({ ...choice, ...dates });
      tell();
      return kept;
    },
    tell,
  };
}

/** The refusal of a signer that nothing was handed to. */
export function signerUnavailable(signer: string, state: string, why: string): Result<never> {
  return err({ code: 'signer-unavailable', retry: 'safe', signer, state, why });
}
