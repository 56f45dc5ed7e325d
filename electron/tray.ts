import type { Menu, NativeImage, nativeImage, Tray } from 'electron';

const sidePx = 32;

/** A portcullis in `sidePx` pixels, white on transparent: four bars, three cross bars. Blue, green, red, alpha for each pixel. */
export function gateBitmap(): Buffer {
  const bitmap = Buffer.alloc(sidePx * sidePx * 4);
  for (let y = 2; y < sidePx - 2; y += 1) {
    for (let x = 2; x < sidePx - 2; x += 1) {
      const isBar = x % 8 >= 3 && x % 8 <= 5;
      const isCrossBar = y < 26 && y % 8 >= 3 && y % 8 <= 4;
      if (isBar || isCrossBar) bitmap.fill(255, (y * sidePx + x) * 4, (y * sidePx + x) * 4 + 4);
    }
  }
  return bitmap;
}

/** What the tray is made with. */
export interface TrayDeps {
  readonly tray: typeof Tray;
  readonly images: typeof nativeImage;
  readonly menu: Menu;
  readonly clicked: () => void;
}

/** Puts the gate into the tray, with its menu; null on a desktop that has none. */
export function showTray({ tray, images, menu, clicked }: TrayDeps): Tray | null {
  try {
    const image: NativeImage = images.createFromBitmap(gateBitmap(), { width: sidePx, height: sidePx, scaleFactor: 2 });
    image.setTemplateImage(true);
    const shown = new tray(image);
    shown.setToolTip('Portcullis');
    shown.setContextMenu(menu);
    shown.on('click', clicked);
    return shown;
  } catch {
    return null;
  }
}
