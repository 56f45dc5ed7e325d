import { describe, expect, it } from 'vitest';
import { gateBitmap, showTray, type TrayDeps } from '../../electron/tray.ts';

/** A desktop's tray, which remembers what it was given. */
function desktop(hasTray: boolean) {
  const given: unknown[] = [];
  class FakeTray {
    constructor() {
      if (!hasTray) throw new Error('no status notifier');
    }
    setToolTip = (text: string) => given.push(text);
    setContextMenu = (menu: unknown) => given.push(menu);
    on = (event: string, clicked: () => void) => given.push(event, clicked);
  }
  const images = { createFromBitmap: (bitmap: Buffer) => ({ bitmap, setTemplateImage: () => undefined }) };
  const clicked = () => undefined;
  const deps = { tray: FakeTray, images, menu: 'the menu', clicked } as unknown as TrayDeps;
  return { given, clicked, shown: showTray(deps) };
}

describe('the tray', () => {
  it('is given its name, its menu, and shows the console on a click', () => {
    const { given, clicked, shown } = desktop(true);
    expect(shown).not.toBeNull();
    expect(given).toEqual(['Portcullis', 'the menu', 'click', clicked]);
  });

  it('is done without on a desktop that has none', () => {
    expect(desktop(false).shown).toBeNull();
  });

  it('shows a gate: bars that are seen on a ground that is not', () => {
    const alpha = gateBitmap().filter((_, index) => index % 4 === 3);
    expect(alpha.length).toBe(32 * 32);
    expect(new Set(alpha)).toEqual(new Set([0, 255]));
  });
});
