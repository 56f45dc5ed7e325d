// Writes icon.png and icons/ anew: `npx node electron/packaging/draw-icon.ts`. A test holds the files to what this draws.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { iconFiles } from './icon-files.ts';
import { iconPicture } from './icon-picture.ts';
import { pngOf } from './png.ts';

mkdirSync(join(import.meta.dirname, 'icons'), { recursive: true });
for (const { file, side } of iconFiles) writeFileSync(join(import.meta.dirname, file), pngOf(iconPicture(side), side));
