import { app, globalShortcut, Menu, nativeImage, Tray } from 'electron';
import type { CoreHost } from './core-process.ts';
import { applicationMenu, type MenuActions, trayMenu } from './menu.ts';
import { claimHaltShortcut } from './shortcut.ts';
import { showTray } from './tray.ts';
import type { Windows } from './windows.ts';

/** What the ways to halt outside the windows need. */
export interface HaltControlsDeps {
  readonly host: CoreHost;
  readonly windows: Pick<Windows, 'showConsole'>;
  readonly showApprovals: () => void;
  readonly platform: string;
}

// A tray that nobody holds is collected and vanishes.
let tray: Tray | null = null;

/** Puts the halt where a person can reach it without our window: global shortcut, tray, menu. Answers why the shortcut does not work. */
export function offerHalt({ host, windows, showApprovals, platform }: HaltControlsDeps): string | null {
  const halt = (source: 'window' | 'shortcut' | 'tray', reason: string) => () =>
    void host.call('console', 'halt.engage', { reason, source });
  const actions = (source: 'window' | 'tray', reason: string): MenuActions => ({
    platform,
    halt: halt(source, reason),
    showConsole: windows.showConsole,
    showApprovals,
    quit: () => app.quit(),
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(actions('window', 'Halted from the menu.'))));
  const menu = Menu.buildFromTemplate(trayMenu(actions('tray', 'Halted from the tray.')));
  tray = showTray({ tray: Tray, images: nativeImage, menu, clicked: windows.showConsole });
  app.once('will-quit', () => {
    globalShortcut.unregisterAll();
    tray?.destroy();
  });
  return claimHaltShortcut(globalShortcut, halt('shortcut', 'Halted by the shortcut.'));
}
