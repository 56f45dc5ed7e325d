import type { Start } from '../../core/channel.ts';
import type { Connect, CoreLink } from './link.ts';

/**
 * A core of our own, or the one that already runs: `own` is started first, and only when it is refused because another core holds the data
 * folder, `attached` is started in its place.
 */
export function orAttached(own: Connect, attached: Connect): Connect {
  return (ears) => {
    let start: Start | null = null;
    let isTaken = false;
    let isEnding = false;
    let link: CoreLink = own({
      onMessage(message) {
        if (message.kind === 'failed' && message.error.code === 'already-running') isTaken = true;
        else ears.onMessage(message);
      },
      onEnd(end) {
        if (!isTaken || isEnding || start === null) return ears.onEnd(end);
        link = attached(ears);
        link.send(start);
      },
    });
    return {
      get pid() {
        return link.pid;
      },
      get limitation() {
        return link.limitation;
      },
      send(message) {
        if (message.kind === 'start') start = message;
        if (message.kind === 'close') isEnding = true;
        link.send(message);
      },
      kill() {
        isEnding = true;
        link.kill();
      },
    };
  };
}
