import type { Bridge } from '../../core/contract/bridge.ts';
import type { TransactionPreview } from '../../core/contract/shapes.ts';
import type { Result } from '../../core/domain/result.ts';
import type { TransactionDraftIn } from './compose.ts';

/** What a preview is of: what the fields hold, the replacement of a transaction, or the taking back of an allowance. */
export type Previewed =
  | { readonly of: 'draft'; readonly draft: TransactionDraftIn }
  | { readonly of: 'replacement'; readonly transactionId: string; readonly as: 'speed-up' | 'cancel' }
  | { readonly of: 'revocation'; readonly chainId: number; readonly token: string; readonly spender: string };

/** How long typing must rest before the core is asked: each answer takes the chain several questions. */
export const transactionRestMs = 400;
/** How often fees, nonce and balance are asked anew. */
export const transactionAgainMs = 20_000;

/** Asks the core to prepare it. */
export function askPreview({ ask }: Pick<Bridge, 'ask'>, previewed: Previewed): Promise<Result<TransactionPreview>> {
  switch (previewed.of) {
    case 'draft':
      return ask['transactions.preview'](previewed.draft);
    case 'replacement':
      return ask['transactions.previewReplace']({ transactionId: previewed.transactionId, as: previewed.as });
    case 'revocation': {
      const { chainId, spender, token } = previewed;
      return ask['allowances.revoke']({ chainId, token, spender });
    }
  }
}

/** Whether two are about the same thing, to the letter. */
export function isSamePreviewed(a: Previewed, b: Previewed): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
