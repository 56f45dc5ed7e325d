import { BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import type { HostInfo } from '../core/contract/bridge.ts';
import { windowChannels } from '../core/contract/names.ts';
import type { Approval } from '../core/contract/shapes.ts';
import type { Announcement, Payload } from '../core/contract/topics.ts';
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
  /** Opens the window with the form for a secret, or brings it to the front. */
  showSecret(asked: Payload<'secret.requested'>): void;
  /** Keeps an approval's window open past its time, because its answer is still under way. */
  keepApproval(approvalId: string): void;
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
/** How many windows without an approval may be open at once. */
const mostOthers = 4;
const reloadPauseMs = 1_000;

/** No window yet. */
export function createWindows(deps: WindowsDeps): Windows {
  let consoleWindow: BrowserWindow | null = null;
  const approvals = new Map<string, { readonly window: BrowserWindow; readonly keep: () => void }>();
  /** The windows of the approval's origin that are not of an approval, by what they were opened with. */
  const others = new Map<string, BrowserWindow>();

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

  /** A small window of the approval's origin. */
  function openSmall(query: string, closed: () => void): BrowserWindow {
    const window = new BrowserWindow(approvalWindowOptions(facts(), heightAround(consoleWindow)));
    // Hidden, not removed: the halt shortcut of the menu works here too.
    window.setMenuBarVisibility(false);
    window.on('closed', closed);
    window.webContents.on('render-process-gone', () => window.destroy());
    load(window, 'approval', query);
    return window;
  }

  function openApproval({ approvalId, expiresAtMs }: Approval): void {
    const keep = () => clearTimeout(expires);
    const window = openSmall(`?approvalId=${encodeURIComponent(approvalId)}`, () => {
      keep();
      approvals.delete(approvalId);
    });
    const expires = setTimeout(() => window.close(), Math.max(0, expiresAtMs - Date.now()) + lingerMs);
    approvals.set(approvalId, { window, keep });
  }

  /** A window without an approval; one per question, so that it comes to the front when it is asked for again. */
  function showOther(query: string): void {
    const shown = others.get(query);
    const newest = [...others.values()].at(-1);
    if (shown !== undefined) bringToFront(shown);
    // Whoever asks for many gets no more: a screen full of windows would hide the halt.
    else if (newest !== undefined && others.size >= mostOthers) bringToFront(newest);
    else
      others.set(
        query,
        openSmall(query, () => void others.delete(query)),
      );
  }

  function all(): readonly (readonly [WindowFace, BrowserWindow])[] {
    const open = [...[...approvals.values()].map(({ window }) => window), ...others.values()];
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
      if (shown === undefined) openApproval(approval);
      else bringToFront(shown.window);
    },
    showLock: () => showOther('?purpose=lock'),
    showSecret({ chainId, credentialId, form }) {
      const chain = chainId === null ? '' : `&chainId=${chainId}`;
      const credential = credentialId === null ? '' : `&credentialId=${encodeURIComponent(credentialId)}`;
      showOther(`?purpose=secret&form=${form}${chain}${credential}`);
    },
    keepApproval: (approvalId) => approvals.get(approvalId)?.keep(),
    closeApproval(approvalId) {
      const shown = approvals.get(approvalId)?.window;
      if (shown !== undefined) setTimeout(() => !shown.isDestroyed() && shown.close(), lingerMs);
    },
    closeAllApprovals() {
      for (const { window } of approvals.values()) window.close();
      for (const window of others.values()) window.close();
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

/** The height that windows may have on the display where the console is, in display-independent pixels. */
function heightAround(consoleWindow: BrowserWindow | null): number {
  const display =
    consoleWindow === null ? screen.getPrimaryDisplay() : screen.getDisplayMatching(consoleWindow.getBounds());
  return display.workArea.height;
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
