import type { GlobalShortcut } from 'electron';

/** The halt shortcut as Electron names it. */
export const haltAccelerator = 'CommandOrControl+Alt+Shift+H';

/** The halt shortcut as a person reads it on this system. */
export function haltShortcutLabel(platform: string): string {
  return platform === 'darwin' ? '⌘⌥⇧H' : 'Ctrl+Alt+Shift+H';
}

/**
 * Makes the shortcut halt from anywhere on the desktop. Answers why it does not, null when it does. Where another program holds it, or
 * the desktop allows none (Wayland), the shortcut still halts while a window of ours has the focus: the menu carries it too.
 */
export function claimHaltShortcut(globalShortcut: GlobalShortcut, halt: () => void): string | null {
  const problem = 'The halt shortcut works only in this window: the system or another program holds it.';
  try {
    return globalShortcut.register(haltAccelerator, halt) ? null : problem;
  } catch {
    return problem;
  }
}
