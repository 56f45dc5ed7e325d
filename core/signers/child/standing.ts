import type { SignerKind, SignerState } from '../signer.ts';

/** Why a signer in a child has no key to sign with. `why` follows the name of what it is about, such as "The keystore". */
export interface Obstacle {
  readonly state: string;
  readonly why: string;
}

/** Where a signer in a child stands. */
export type Standing =
  | { readonly at: 'closed' }
  | { readonly at: 'opening' }
  | { readonly at: 'ready'; readonly warning: string | null }
  | { readonly at: 'stopped'; readonly obstacle: Obstacle };

/** What a person reads about it. */
export function describeStanding(kind: SignerKind, standing: Standing): SignerState {
  const name = kind === 'keystore' ? 'The keystore' : 'The key out of the environment';
  switch (standing.at) {
    case 'closed':
      return { code: 'closed', isReady: true, text: `${name} is opened when it is first needed.`, needs: null };
    case 'opening':
      return { code: 'opening', isReady: false, text: `${name} is being opened.`, needs: null };
    case 'ready':
      return { code: 'ready', isReady: true, text: `${name} is open.`, needs: standing.warning };
    case 'stopped': {
      const { state, why } = standing.obstacle;
      return { code: state, isReady: false, text: `${name} ${why}.`, needs: remedies[state] ?? 'Try again.' };
    }
  }
}

const remedies: Readonly<Record<string, string>> = {
  'no-file': 'Set KEYSTORE_PATH to the keystore file.',
  'bad-file': 'Replace it by one that is whole.',
  'wrong-password': 'Give its password again.',
  'address-differs': 'Select the signer again, so that its address is pinned anew, or put the right key in its place.',
  locked: 'Unlock the vault.',
  'no-password': 'Give its password.',
  'no-key': 'Set PRIVATE_KEY, or select another signer.',
  'bad-rules': 'Correct that setting.',
};
