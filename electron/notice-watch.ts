import { Notification } from 'electron';
import type { Halt, SystemStatus } from '../core/contract/shapes.ts';
import type { CoreHost } from './core-process.ts';
import { type Notice, noticeOf, noticeOfCore, showNotice } from './notifications.ts';
import type { Windows } from './windows.ts';

/** Tells the desktop of halts, waiting approvals, due rotations and a core that crashed, so that a person who looks elsewhere knows. */
export function watchForNotices(
  host: CoreHost,
  windows: Pick<Windows, 'showConsole'>,
  isWanted: (kind: Notice['kind']) => boolean,
): void {
  let halt: Halt | null = null;
  const show = (notice: Notice | null) => {
    if (notice !== null && isWanted(notice.kind)) showNotice(Notification, notice, windows.showConsole);
  };
  host.onAnnouncement((announcement) => {
    show(noticeOf(announcement, halt));
    if (announcement.topic === 'halt.changed') halt = announcement.payload;
  });
  host.onState((status) => {
    show(noticeOfCore(status));
    if (status.state !== 'ready') return;
    void host.call('console', 'system.status', {}).then((answer) => {
      if (answer.ok) halt = (answer.value as SystemStatus).halt;
    });
  });
}
