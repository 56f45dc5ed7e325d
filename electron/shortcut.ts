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

const usable =
  /^(?:(?:(?:CommandOrControl|CmdOrCtrl|Command|Cmd|Control|Ctrl|Alt|Option|Super|Meta|Shift)\+)*)(?:[A-Z0-9]|F(?:[1-9]|1\d|2[0-4]))$/i;
const strongModifier = /(?:CommandOrControl|CmdOrCtrl|Command|Cmd|Control|Ctrl|Alt|Option|Super|Meta)\+/i;

/** Whether these keys can be a shortcut of the whole desktop: a letter, a digit with Ctrl, Alt or the like, or a function key. */
export function isShortcut(accelerator: string): boolean {
  if (!usable.test(accelerator)) return false;
  return strongModifier.test(accelerator) || /(?:^|\+)F\d+$/i.test(accelerator);
}

/** The shortcut that halts now, and why it is not the one that was asked for, or not everywhere; null when it is. */
export interface HeldShortcut {
  readonly accelerator: string;
  readonly isEverywhere: boolean;
  readonly problem: string | null;
}

/**
 * Makes `wanted` halt from anywhere on the desktop in the place of `held`. One that cannot be had never takes away one that works: that
 * stays. Where another program holds it, or the desktop allows none (Wayland), it still halts while a window of ours has the focus: the
 * menu carries it too.
 */
export function claimHaltShortcut(
  globalShortcut: Pick<GlobalShortcut, 'register' | 'unregisterAll'>,
  wanted: string,
  held: HeldShortcut | null,
  halt: () => void,
): HeldShortcut {
  const take = (accelerator: string): boolean => {
    try {
      globalShortcut.unregisterAll();
      return globalShortcut.register(accelerator, halt);
    } catch {
      return false;
    }
  };
  const before = held?.accelerator ?? usualHaltAccelerator;
  const isUsable = isShortcut(wanted);
  if (isUsable && take(wanted)) return { accelerator: wanted, isEverywhere: true, problem: null };
  const why = isUsable
    ? 'the system or another program holds it'
    : 'it is no key with Ctrl or Alt, and no function key';
  if ((held?.isEverywhere === true || !isUsable) && before !== wanted && take(before)) {
    return {
      accelerator: before,
      isEverywhere: true,
      problem: `${wanted} is not the halt shortcut: ${why}. The one before still halts.`,
    };
  }
  return {
    accelerator: isUsable ? wanted : before,
    isEverywhere: false,
    problem: 'The halt shortcut works only in this window: the system or another program holds it.',
  };
}
