import type { GlobalShortcut } from 'electron';

/** The halt shortcut of a new console, as Electron names it. */
export const usualHaltAccelerator = 'CommandOrControl+Alt+Shift+H';

const macSigns: Readonly<Record<string, string>> = { CommandOrControl: '⌘', Alt: '⌥', Shift: '⇧' };

/** A shortcut as a person reads it on this system. */
export function shortcutLabel(platform: string, accelerator: string): string {
  const keys = accelerator.split('+');
  if (platform === 'darwin') return keys.map((key) => macSigns[key] ?? key).join('');
  return keys.map((key) => (key === 'CommandOrControl' ? 'Ctrl' : key)).join('+');
}

/**
 * Makes the shortcut halt from anywhere on the desktop, in the place of the one before. Answers why it does not, null when it does. Where
 * another program holds it, or the desktop allows none (Wayland), it still halts while a window of ours has the focus: the menu carries
 * it too.
 */
export function claimHaltShortcut(
  globalShortcut: Pick<GlobalShortcut, 'register' | 'unregisterAll'>,
  accelerator: string,
  halt: () => void,
): string | null {
  const problem = 'The halt shortcut works only in this window: the system or another program holds it.';
  try {
    globalShortcut.unregisterAll();
    return globalShortcut.register(accelerator, halt) ? null : problem;
  } catch {
    return problem;
  }
}
