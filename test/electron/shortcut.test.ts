import { describe, expect, it } from 'vitest';
import { claimHaltShortcut, isShortcut, shortcutLabel, usualHaltAccelerator } from '../../electron/shortcut.ts';

/** A desktop on which these shortcuts belong to others. */
function desktop(...taken: readonly string[]) {
  let mine: string[] = [];
  return {
    mine: () => mine,
    unregisterAll: () => {
      mine = [];
    },
    register(accelerator: string) {
      if (taken.includes(accelerator)) return false;
      mine.push(accelerator);
      return true;
    },
  };
}
const claim = (on: ReturnType<typeof desktop>, wanted: string, held: Parameters<typeof claimHaltShortcut>[2] = null) =>
  claimHaltShortcut(on as never, wanted, held, () => undefined);

describe('the halt shortcut', () => {
  it('reads as a person knows it on each system', () => {
    expect(shortcutLabel('linux', usualHaltAccelerator)).toBe('Ctrl+Alt+Shift+H');
    expect(shortcutLabel('darwin', usualHaltAccelerator)).toBe('⌘⌥⇧H');
    expect(shortcutLabel('win32', 'Alt+Shift+F9')).toBe('Alt+Shift+F9');
  });

  it('is a function key, or a letter or digit with more than Shift', () => {
    expect([usualHaltAccelerator, 'Alt+H', 'F9', 'Shift+F12', 'Super+1'].map(isShortcut)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(['H', 'Shift+H', 'Ctrl+', 'Ctrl', '+', 'nonsense', 'Ctrl+HH', 'F25', 'Ctrl+Alt'].map(isShortcut)).toEqual(
      Array(9).fill(false),
    );
  });

  it('takes the place of the one before', () => {
    const on = desktop();
    const first = claim(on, usualHaltAccelerator);
    expect(first).toEqual({ accelerator: usualHaltAccelerator, isEverywhere: true, problem: null });
    expect(claim(on, 'Alt+F9', first)).toEqual({ accelerator: 'Alt+F9', isEverywhere: true, problem: null });
    expect(on.mine()).toEqual(['Alt+F9']);
  });

  it.each(['Alt+H', 'H', 'nonsense'])('stays the one before when %s cannot be had, and says so', (wanted) => {
    const on = desktop('Alt+H');
    const held = claim(on, wanted, claim(on, usualHaltAccelerator));
    expect(held).toMatchObject({ accelerator: usualHaltAccelerator, isEverywhere: true });
    expect(held.problem).toContain(`${wanted} is not the halt shortcut`);
    expect(on.mine()).toEqual([usualHaltAccelerator]);
    expect(claim(on, 'Alt+J', held)).toMatchObject({ accelerator: 'Alt+J', problem: null });
  });

  it('is the usual one when the first that is asked for can be none', () => {
    const on = desktop();
    expect(claim(on, 'H')).toMatchObject({ accelerator: usualHaltAccelerator, isEverywhere: true });
    expect(on.mine()).toEqual([usualHaltAccelerator]);
  });

  it('works in the window alone where the desktop gives none, and says so', () => {
    const on = { ...desktop(), register: () => false };
    const held = claim(on, usualHaltAccelerator);
    expect(held).toMatchObject({ accelerator: usualHaltAccelerator, isEverywhere: false });
    expect(held.problem).toContain('only in this window');
    expect(claim(on, 'Alt+J', held)).toMatchObject({ accelerator: 'Alt+J', isEverywhere: false });
    const throwing = { ...desktop(), register: () => JSON.parse('no') };
    expect(claim(throwing, 'Alt+J').problem).toContain('only in this window');
  });
});
