import type { SignerBoard, SignerChip, SignerRow, SignerStanding } from '../contract/shapes.ts';
import { type SignerKindName, signerKindNames } from '../domain/signer-kinds.ts';
import type { Settings } from '../settings/settings.ts';
import type { Signer } from '../signers/signer.ts';
import { makeSigner, type SignerMaking } from './make-signer.ts';
import type { SignerChoice } from './signer-choice.ts';
import { settingsOf } from './signer-settings.ts';
import { signerTitles } from './signer-titles.ts';

/** What the board is read from. */
export interface BoardParts {
  readonly making: SignerMaking;
  readonly active: SignerKindName | null;
  readonly chosenBy: SignerBoard['chosenBy'];
  readonly choice: SignerChoice | null;
  /** The active signer, null when there is none. */
  readonly signer: Signer | null;
  readonly pinned: string | null;
  readonly chip: SignerChip;
}

/** All five kinds as they are set up here; nothing is asked of any. */
export function boardOf({ active, chip, choice, chosenBy, making, pinned, signer }: BoardParts): SignerBoard {
  return {
    active,
    chosenBy,
    pinned,
    ...datesOf({ active, choice, pinned }),
    signers: signerKindNames.map((kind) => rowOf(kind, kind === active ? signer : null, kind === active, making, chip)),
    layerTwo: layerTwoInWords(making.settings),
    banner: chip.banner,
  };
}

/** When the signer in use was verified and tested: only what was kept of this very kind and address counts. */
export function datesOf({
  active,
  choice,
  pinned,
}: Pick<BoardParts, 'active' | 'choice' | 'pinned'>): Pick<SignerBoard, 'testedAtMs' | 'verifiedAtMs'> {
  const isOfPin = choice !== null && choice.kind === active && choice.address === pinned;
  return isOfPin
    ? { verifiedAtMs: choice.verifiedAtMs, testedAtMs: choice.testedAtMs }
    : { verifiedAtMs: null, testedAtMs: null };
}

function rowOf(
  kind: SignerKindName,
  active: Signer | null,
  isActive: boolean,
  making: SignerMaking,
  chip: SignerChip,
): SignerRow {
  const made = active === null ? makeSigner({ kind, pinned: null, path: null }, making) : null;
  const signer = active ?? (made?.ok === true ? made.value : null);
  const capabilities = signer?.capabilities();
  // A signer that was only made to be described holds nothing yet, so there is nothing to let go of.
  return {
    kind,
    title: signerTitles[kind],
    isActive,
    isForLive: kind !== 'env_private_key',
    standing: isActive ? activeStanding(active, chip) : idleStanding(kind, signer, making),
    settings: settingsOf(kind, making),
    canSignTexts: capabilities?.signsTexts ?? false,
    hasScreen: capabilities?.hasScreen ?? false,
    takesAccessLists: capabilities?.accessLists ?? false,
  };
}

function activeStanding(signer: Signer | null, chip: SignerChip): SignerStanding {
  if (signer === null || chip.address === null) {
    return { code: 'not-pinned', isReady: false, text: chip.text, needs: 'Pin its address' };
  }
  const { code, isReady, needs, text } = signer.state();
  return { code, isReady, needs, text };
}

function idleStanding(kind: SignerKindName, signer: Signer | null, making: SignerMaking): SignerStanding {
  const missing = missingSetting(kind, making);
  if (missing !== null) {
    const needs = kind === 'keystore' ? 'Make or import a keystore' : `Set ${missing}`;
    return { code: 'not-set-up', isReady: false, text: 'It is not set up.', needs };
  }
  if (signer === null && kind !== 'cb_mpc_2pc') {
    return { code: 'not-set-up', isReady: false, text: 'Its settings cannot be used.', needs: 'Correct its settings' };
  }
  return { code: 'idle', isReady: false, text: 'It can be chosen.', needs: null };
}

/** The setting without which a kind cannot be used, null when it is there or none is needed. */
function missingSetting(kind: SignerKindName, { keystoreFile, settings }: SignerMaking): string | null {
  const { values } = settings;
  switch (kind) {
    case 'env_private_key':
      return values.PRIVATE_KEY === undefined ? 'PRIVATE_KEY' : null;
    case 'keystore':
      return keystoreFile() === null ? 'KEYSTORE_PATH' : null;
    case 'remote':
      return values.SIGNER_REMOTE_URL === undefined ? 'SIGNER_REMOTE_URL' : null;
    case 'cb_mpc_2pc':
      return values.MPC_SIGNER_URL === undefined && values.PORTCULLIS_MPC_0_URL === undefined ? 'MPC_SIGNER_URL' : null;
    case 'ledger':
      return null;
  }
}

/** The signer's own layer in words. */
function layerTwoInWords({ policyTexts, problems }: Settings): string[] {
  const words = Object.entries(policyTexts)
    .filter(([name]) => name.startsWith('SIGNER_'))
    .map(([name, text]) => `${ruleTitles[name] ?? name}: ${text}`);
  const unread = problems.filter(({ name }) => name.startsWith('SIGNER_')).map(({ text }) => text);
  return words.length + unread.length === 0 ? ['The signer has no rules of its own.'] : [...words, ...unread];
}

const ruleTitles: Readonly<Record<string, string>> = {
  SIGNER_POLICY_ENABLED: 'Switched on',
  SIGNER_ALLOWED_CHAIN_IDS: 'Only on the chains',
  SIGNER_ALLOWED_TO_ADDRESSES: 'Only to',
  SIGNER_MAX_VALUE_WEI: 'At most so many wei',
  SIGNER_MAX_GAS: 'At most so much gas',
  SIGNER_MAX_GAS_PRICE_WEI: 'At most so many wei for a unit of gas',
  SIGNER_MAX_DATA_BYTES: 'At most so many bytes of calldata',
  SIGNER_DISALLOW_CONTRACT_CREATION: 'No new contracts',
};
