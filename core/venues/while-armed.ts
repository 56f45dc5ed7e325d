import { err, ok, type Result } from '../domain/result.ts';
import type { OrderClient, VenueConnection } from './venue.ts';

/**
 * How every venue gives an order client (law 8): only while `scope` is armed and a key is there. What `make` builds asks `isOpen` again
 * right before anything leaves.
 */
export function whileArmed(
  exchange: string,
  hasKey: boolean,
  make: (isOpen: () => boolean) => OrderClient,
): VenueConnection['orderClient'] {
  return (arming, scope): Result<OrderClient> => {
    if (!arming.isArmed(scope)) {
      return err({ code: 'not-allowed', retry: 'never', method: 'orders.submit', face: scope });
    }
    if (!hasKey) return err({ code: 'not-found', retry: 'never', what: `an API key for ${exchange}` });
    return ok(make(() => arming.isArmed(scope)));
  };
}
