import { BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import type { HostInfo } from '../core/contract/bridge.ts';
import { windowChannels } from '../core/contract/names.ts';
import type { Approval } from '../core/contract/shapes.ts';
import type { Announcement } from '../core/contract/topics.ts';
import type { Log } from '../core/ports.ts';
import type { ClosingQuestion } from './closing-question.ts';
import { hears } from './hearers.ts';
import { addressOf, type WindowFace } from './origin.ts';
import { placeOn, rememberedPlaces, rememberPlace } from './window-memory.ts';
import { approvalWindowOptions, consoleWindowOptions, type WindowFacts } from './window-options.ts';

/** What the windows need of the application. */
export interface WindowsDeps {
  readonly preload: string;
  readonly isPackaged: boolean;
  /** Where the console window's place is kept. */
  readonly memoryFile: string;
  readonly log: Log;
  readonly hostInfo: () => HostInfo;
  /** Asked when the person closes the console window; false keeps it open for now, and `again` may be called later. */
  readonly mayClose: (again: () => void) => boolean;
  readonly consoleClosed: () => void;
}

/** The console window and the approval windows: all that this application ever shows. */
export interface Windows {
  /** Opens the console window, or brings it to the front. */
  showConsole(): void;
  /** Opens the window of one approval, or brings it to the front; it closes when the approval does, or expires. */
  showApproval(approval: Approval): void;
  /** Opens the window in which the app lock is opened, set or taken away, or brings it to the front. */
  showLock(): void;
  /** Closes an approval's window, after long enough to read what became of it. */
  closeApproval(approvalId: string): void;
  closeAllApprovals(): void;
  /** Whether these contents belong to one of our windows. */
  isOurs(webContentsId: number): boolean;
  announce(announcement: Announcement): void;
  tellHost(): void;
  /** Whether one of our windows has the focus. */
  hasFocus(): boolean;
  /** Asks the person for one of two answers, on the console where it is open; true is the first. Does not stop anything meanwhile. */
  ask(question: ClosingQuestion, buttons: readonly [string, string]): Promise<boolean>;
}

const lingerMs = 1_500;
const reloadPauseMs = 1_000;

/** No window yet. */
export function createWindows(deps: WindowsDeps): Windows {
  let consoleWindow: BrowserWindow | null = null;
  const approvals = new Map<string, BrowserWindow>();
  let lockWindow: BrowserWindow | null = null;

  function facts(): WindowFacts {
    return { preload: deps.preload, isPackaged: deps.isPackaged, isDark: nativeTheme.shouldUseDarkColors };
  }

  function load(window: BrowserWindow, face: WindowFace, query: string): void {
    window.once('ready-to-show', () => bringToFront(window));
    window.webContents.on('did-finish-load', () => window.webContents.send(windowChannels.host, deps.hostInfo()));
    window.on('page-title-updated', (event) => event.preventDefault());
    window
      .loadURL(addressOf(face) + query)
      .catch((cause: unknown) => deps.log.error('a window did not load', { face, cause }));
  }

  function openConsole(): BrowserWindow {
    const place = placeOn(rememberedPlaces(deps.memoryFile), screen.getAllDisplays());
    const window = new BrowserWindow(consoleWindowOptions(facts(), place.bounds));
    if (place.isMaximized) window.once('ready-to-show', () => window.maximize());
    window.on('close', (event) => {
      if (!deps.mayClose(() => !window.isDestroyed() && window.close())) return event.preventDefault();
      rememberPlace(deps.memoryFile, {
        displayId: screen.getDisplayMatching(window.getBounds()).id,
        bounds: window.getNormalBounds(),
        isMaximized: window.isMaximized(),
      });
    });
    window.on('closed', () => {
      consoleWindow = null;
      deps.consoleClosed();
    });
    window.webContents.on('render-process-gone', (_event, details) => {
      deps.log.error('the console window crashed and is loaded again', { reason: details.reason });
      setTimeout(() => !window.isDestroyed() && window.webContents.reload(), reloadPauseMs);
    });
    load(window, 'console', '');
    return window;
  }

  function openApproval(approval: Approval): BrowserWindow {
    const window = new BrowserWindow(approvalWindowOptions(facts()));
    // Hidden, not removed: the halt shortcut of the menu works here too.
    window.setMenuBarVisibility(false);
    const expires = setTimeout(() => window.close(), Math.max(0, approval.expiresAtMs - Date.now()) + lingerMs);
    window.on('closed', () => {
      clearTimeout(expires);
      approvals.delete(approval.approvalId);
    });
    window.webContents.on('render-process-gone', () => window.destroy());
    load(window, 'approval', `?approvalId=${encodeURIComponent(approval.approvalId)}`);
    return window;
  }

  /** The window of the app lock: of the approval's origin, without an approval. */
  function openLock(): BrowserWindow {
    const window = new BrowserWindow(approvalWindowOptions(facts()));
    window.setMenuBarVisibility(false);
    window.on('closed', () => {
      lockWindow = null;
    });
    window.webContents.on('render-process-gone', () => window.destroy());
    load(window, 'approval', '?purpose=lock');
    return window;
  }

  function all(): readonly (readonly [WindowFace, BrowserWindow])[] {
    const open = lockWindow === null ? [...approvals.values()] : [...approvals.values(), lockWindow];
    const shown = open.map((window) => ['approval', window] as const);
    return consoleWindow === null ? shown : [['console', consoleWindow], ...shown];
  }

  return {
    showConsole() {
      if (consoleWindow === null) consoleWindow = openConsole();
      else bringToFront(consoleWindow);
    },
    showApproval(approval) {
      const shown = approvals.get(approval.approvalId);
      if (shown === undefined) approvals.set(approval.approvalId, openApproval(approval));
      else bringToFront(shown);
    },
    showLock() {
      if (lockWindow === null) lockWindow = openLock();
      else bringToFront(lockWindow);
    },
    closeApproval(approvalId) {
      const shown = approvals.get(approvalId);
      if (shown !== undefined) setTimeout(() => !shown.isDestroyed() && shown.close(), lingerMs);
    },
    closeAllApprovals() {
      for (const window of approvals.values()) window.close();
      lockWindow?.close();
    },
    isOurs: (webContentsId) => all().some(([, window]) => window.webContents.id === webContentsId),
    announce(announcement) {
      for (const [face, window] of all()) {
        if (hears(face, announcement.topic)) window.webContents.send(windowChannels.announce, announcement);
      }
    },
    tellHost() {
      for (const [, window] of all()) window.webContents.send(windowChannels.host, deps.hostInfo());
    },
    hasFocus: () => all().some(([, window]) => window.isFocused()),
    async ask(question, buttons) {
      const options = { ...question, type: 'question' as const, buttons: [...buttons], defaultId: 1, cancelId: 1 };
      const { response } =
        consoleWindow === null
          ? await dialog.showMessageBox(options)
          : await dialog.showMessageBox(consoleWindow, options);
      return response === 0;
    },
  };
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
