/** A file that the icon is drawn into, from this folder, and its side in pixels. */
export interface IconFile {
  readonly file: string;
  readonly side: number;
}

const sidesOnLinux = [16, 24, 32, 48, 64, 128, 256, 512];

/** The one that electron-builder makes icons of for macOS and Windows, and those that a desktop on Linux looks for. */
export const iconFiles: readonly IconFile[] = [
  { file: 'icon.png', side: 1024 },
  ...sidesOnLinux.map((side) => ({ file: `icons/${side}x${side}.png`, side })),
];
