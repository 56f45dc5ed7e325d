import type { Webhook } from '../../core/contract/shapes.ts';
import { bridge } from '../bridge.ts';
import { useConsole } from '../state/console-store.ts';
import { type Answer, useAnswer } from './use-answer.ts';

/** Every webhook as it stands, asked anew whenever one has changed or sent something. */
export function useWebhooks(): Answer<readonly Webhook[]> {
  const version = useConsole((state) => state.webhooksVersion);
  return useAnswer(() => bridge().ask['webhooks.list']({}), [version]);
}
