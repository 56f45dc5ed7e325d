// Writes icon.png anew: `npx node electron/packaging/draw-icon.ts`. A test holds the file to what this draws.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { iconPicture } from './icon-picture.ts';
import { pngOf } from './png.ts';

const side = 1024;
writeFileSync(join(import.meta.dirname, 'icon.png'), pngOf(iconPicture(side), side));
