import type { Announcement, Listener } from './contract/topics.ts';
import type { Log } from './ports.ts';

/** Where announcements go out: to every listener, none of which can stop another. */
export interface Announcer {
  announce(announcement: Announcement): void;
  on(listener: Listener): () => void;
}

/** An announcer without listeners. A listener that throws is a bug: it is logged, and the others still hear. */
export function createAnnouncer(log: Log): Announcer {
  const listeners = new Set<Listener>();
  return {
    announce(announcement) {
      for (const listener of listeners) {
        try {
          listener(announcement);
        } catch (cause) {
          log.error('a listener threw', { topic: announcement.topic, cause: String(cause) });
        }
      }
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
