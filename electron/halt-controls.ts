import { app, globalShortcut, Menu, nativeImage, Tray } from 'electron';
import type { CoreHost } from './core-process.ts';
import { applicationMenu, type MenuActions, trayMenu } from './menu.ts';
import { claimHaltShortcut, type HeldShortcut, usualHaltAccelerator } from './shortcut.ts';
import { showTray } from './tray.ts';
import type { Windows } from './windows.ts';

/** What the ways to halt outside the windows need. */
export interface HaltControlsDeps {
  readonly host: CoreHost;
  readonly windows: Pick<Windows, 'showConsole'>;
  readonly showApprovals: () => void;
  readonly platform: string;
  readonly quit: () => void;
}

// A tray that nobody holds is collected and vanishes.
let tray: Tray | null = null;

/** The ways to halt outside the windows. */
export interface HaltControls {
  /** Takes another shortcut, in the menu and everywhere on the desktop; answers which one halts now. */
  takeShortcut(accelerator: string): HeldShortcut;
}

/** Puts the halt where a person can reach it without our window: tray and menu, and a global shortcut once it is chosen. */
export function offerHalt({ host, windows, showApprovals, platform, quit }: HaltControlsDeps): HaltControls {
  const halt = (source: 'window' | 'shortcut' | 'tray', reason: string) => () =>
    void host.call('console', 'halt.engage', { reason, source });
  const actions = (source: 'window' | 'tray', reason: string, haltAccelerator: string): MenuActions => ({
    platform,
    haltAccelerator,
    halt: halt(source, reason),
    showConsole: windows.showConsole,
    showApprovals,
    quit,
  });
  const menu = Menu.buildFromTemplate(trayMenu(actions('tray', 'Halted from the tray.', usualHaltAccelerator)));
  tray = showTray({ tray: Tray, images: nativeImage, menu, clicked: windows.showConsole });
  app.once('will-quit', () => {
    globalShortcut.unregisterAll();
    tray?.destroy();
  });
  let held: HeldShortcut | null = null;
  return {
    takeShortcut(wanted) {
      held = claimHaltShortcut(globalShortcut, wanted, held, halt('shortcut', 'Halted by the shortcut.'));
      const template = applicationMenu(actions('window', 'Halted from the menu.', held.accelerator));
      Menu.setApplicationMenu(Menu.buildFromTemplate(template));
      return held;
    },
  };
}
