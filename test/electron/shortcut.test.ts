import { describe, expect, it } from 'vitest';
import { claimHaltShortcut, shortcutLabel, usualHaltAccelerator } from '../../electron/shortcut.ts';

describe('the halt shortcut', () => {
  it('reads as a person knows it on each system', () => {
    expect(shortcutLabel('linux', usualHaltAccelerator)).toBe('Ctrl+Alt+Shift+H');
    expect(shortcutLabel('darwin', usualHaltAccelerator)).toBe('⌘⌥⇧H');
    expect(shortcutLabel('win32', 'Alt+Shift+F9')).toBe('Alt+Shift+F9');
  });

  it('takes the place of the one before, and says when the desktop does not let it have one', () => {
    const did: string[] = [];
    const shortcuts = (answer: boolean | Error) => ({
      unregisterAll: () => void did.push('none'),
      register(accelerator: string) {
        did.push(accelerator);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    });
    expect(claimHaltShortcut(shortcuts(true) as never, 'Alt+Shift+H', () => undefined)).toBeNull();
    expect(did).toEqual(['none', 'Alt+Shift+H']);
    expect(claimHaltShortcut(shortcuts(false) as never, 'Alt+H', () => undefined)).toContain('only in this window');
    expect(claimHaltShortcut(shortcuts(new Error('no')) as never, 'x', () => undefined)).toContain(
      'only in this window',
    );
  });
});
