import { useState } from 'react';
import { useConsole } from '../state/console-store.ts';

/**
 * Whether a credential, a webhook or the halt is another than when `seen` became what it is now. What was found then may be so no more,
 * and is looked at again only when the person asks: some looks send something.
 */
export function useChangedSince(seen: string): boolean {
  const now = useConsole((state) => `${state.custodyVersion} ${state.webhooksVersion} ${state.status?.halt.state}`);
  const [base, setBase] = useState({ seen, now });
  // Another find, in the same breath taken as the one that all is compared with.
  if (base.seen !== seen) setBase({ seen, now });
  return base.seen === seen && base.now !== now;
}
