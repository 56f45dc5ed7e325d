import { useEffect, useState } from 'react';
import type { Webhook } from '../../core/contract/shapes.ts';
import type { AppError } from '../../core/domain/errors.ts';
import { bridge } from '../bridge.ts';
import { useConsole } from '../state/console-store.ts';

/** Every webhook as it stands, asked anew whenever one has changed or sent something; null before the first answer. */
export function useWebhooks(): { readonly webhooks: readonly Webhook[] | null; readonly error: AppError | null } {
  const version = useConsole((state) => state.webhooksVersion);
  const generation = useConsole((state) => state.generation);
  const [webhooks, setWebhooks] = useState<readonly Webhook[] | null>(null);
  const [error, setError] = useState<AppError | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these says that something may be another
  useEffect(() => {
    let isCurrent = true;
    void bridge()
      .ask['webhooks.list']({})
      .then((answer) => {
        if (!isCurrent) return;
        if (answer.ok) setWebhooks(answer.value);
        setError(answer.ok ? null : answer.error);
      });
    return () => {
      isCurrent = false;
    };
  }, [version, generation]);

  return { webhooks, error };
}
