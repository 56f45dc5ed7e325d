import type { Preferences } from '../core/contract/shapes.ts';
import type { CoreHost } from './core-process.ts';

/** Applies the person's preferences each time a core is ready, and each time they change. */
export function followPreferences(
  host: Pick<CoreHost, 'call' | 'onAnnouncement' | 'onState'>,
  apply: (preferences: Preferences) => void,
): void {
  host.onAnnouncement(({ topic, payload }) => {
    if (topic === 'preferences.changed') apply(payload);
  });
  host.onState(({ state }) => {
    if (state !== 'ready') return;
    void host.call('console', 'preferences.get', {}).then((answer) => {
      if (answer.ok) apply(answer.value as Preferences);
    });
  });
}
