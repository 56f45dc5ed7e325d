import type { ReactElement } from 'react';

/** The side of an order or trade: always the word, coloured. */
export function SideWord({ side }: { readonly side: 'buy' | 'sell' }): ReactElement {
  return <span className={side}>{side === 'buy' ? 'Buy' : 'Sell'}</span>;
}
