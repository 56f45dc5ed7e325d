import type { ReactElement } from 'react';
import type { OrderPreview } from '../../../core/contract/shapes.ts';
import { Rulings } from '../../parts/rulings.tsx';

/** What every rule of the policy says of the order in the ticket. */
export function TicketRulings({ preview }: { readonly preview: OrderPreview | null }): ReactElement | null {
  return preview === null ? null : <Rulings rulings={preview.rulings} />;
}
