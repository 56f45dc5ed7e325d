import { create } from 'zustand';
import type { ComposeFields } from './compose.ts';
import type { Previewed } from './previewed.ts';

/** The fields, and what is looked at in their place: a replacement or the taking back of an allowance. */
export interface ComposeState extends ComposeFields {
  readonly other: Exclude<Previewed, { of: 'draft' }> | null;
}

const emptyTexts = {
  token: '',
  to: '',
  amount: '',
  isUnlimited: false,
  valueWei: '',
  data: '',
  pasted: '',
} as const satisfies Partial<ComposeFields>;

/** The transaction that is being put together; kept while another screen is looked at. */
export const useCompose = create<ComposeState>(() => ({
  chainId: null,
  kind: 'transfer',
  ...emptyTexts,
  speed: 'normal',
  maxFeeGwei: '',
  tipGwei: '',
  gas: '',
  other: null,
}));

/** Changes fields; what is typed is looked at again. */
export function setCompose(fields: Partial<ComposeFields>): void {
  useCompose.setState({ ...fields, other: null });
}

/**
 * Chooses a chain. A token or a recipient of one chain is never sent to on another; what was typed before there was a chain to choose is
 * of none, and stays.
 */
export function chooseChain(chainId: number): void {
  const { chainId: before } = useCompose.getState();
  if (before === chainId) return;
  useCompose.setState(before === null ? { chainId } : { chainId, ...emptyTexts, gas: '', other: null });
}

/** Empties what was sent, so that it is not sent twice by a second press. */
export function clearCompose(): void {
  useCompose.setState({ amount: '', valueWei: '', data: '', pasted: '', isUnlimited: false, other: null });
}

/** Looks at a replacement or the taking back of an allowance in place of the fields; null goes back to them. */
export function lookAt(other: ComposeState['other']): void {
  useCompose.setState({ other });
}
