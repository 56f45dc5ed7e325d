import type { BrowserWindowConstructorOptions, Rectangle, WebPreferences } from 'electron';

/** What a window is made with that is not fixed. */
export interface WindowFacts {
  readonly preload: string;
  readonly isPackaged: boolean;
  readonly isDark: boolean;
}

/** What each window's contents may do, written out so that no default decides. */
export function webPreferencesFor(facts: WindowFacts): WebPreferences {
  return {
    preload: facts.preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    spellcheck: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    devTools: !facts.isPackaged,
  };
}

/** The colours a window is born with, so that it never flashes white; those of the page. */
export const backgrounds = { dark: '#0d1014', light: '#f7f8fa' } as const;

const shared = (facts: WindowFacts): BrowserWindowConstructorOptions => ({
  show: false,
  backgroundColor: facts.isDark ? backgrounds.dark : backgrounds.light,
  webPreferences: webPreferencesFor(facts),
});

/** The console window: where it was last time, else 1440 x 900; never smaller than 1100 x 700. */
export function consoleWindowOptions(
  facts: WindowFacts,
  remembered: Partial<Rectangle>,
): BrowserWindowConstructorOptions {
  return {
    ...shared(facts),
    title: 'Portcullis',
    width: 1440,
    height: 900,
    minWidth: 1100,
    minHeight: 700,
    autoHideMenuBar: true,
    ...remembered,
  };
}

/** How tall the approval window is: never less, never more, and so much of the screen is left for its frame. */
const approvalHeights = { least: 480, most: 820, spare: 60 } as const;

/**
 * The approval window: narrow, still, always above the console; as tall as an order with its digest, where the screen has that many pixels
 * to give (`workAreaHeight`).
 */
export function approvalWindowOptions(facts: WindowFacts, workAreaHeight: number): BrowserWindowConstructorOptions {
  return {
    ...shared(facts),
    title: 'Portcullis: your approval',
    width: 480,
    height: Math.max(approvalHeights.least, Math.min(approvalHeights.most, workAreaHeight - approvalHeights.spare)),
    resizable: true,
    minWidth: 420,
    minHeight: approvalHeights.least,
    maximizable: false,
    fullscreenable: false,
    alwaysOnTop: true,
  };
}
